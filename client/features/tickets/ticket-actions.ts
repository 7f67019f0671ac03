import type { Priority, Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import { useClient } from '../../data/client-context.tsx';
import { useCommands } from '../../data/hooks/use-commands.ts';
import { ApiError } from '../../data/http/request.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { announcePolite } from '../../ui/feedback/live-region.tsx';
import { dismissToast, toast, toastError } from '../../ui/overlays/toasts.tsx';
import { actionErrorMessage } from './action-error-message.ts';
import { priorityLabel } from './priority.tsx';
import { statusLabel } from './status.tsx';

/** What an agent does to a ticket, with a way back where the workflow has one, and the winner's name where somebody was faster. */
export function useTicketActions() {
  const client = useClient();
  const commands = useCommands();
  const can = (from: Status, to: Status) => allowedStatuses(client.me.role, from).includes(to);
  return {
    async assign(ticket: ClientTicket, takeover = false): Promise<Outcome> {
      const outcome = await tell(ticket, () => commands.assign(ticket.id, { takeover }));
      // Nobody can give it back to the one it was taken from but that one.
      const undo = takeover ? undefined : () => runAction(ticket, () => commands.release(ticket.id));
      if (outcome === 'done') toast(`#${ticket.id} is yours`, undo, `holder ${ticket.id}`);
      return outcome;
    },
    async release(ticket: ClientTicket): Promise<void> {
      const mine = ticket.agent?.id === client.me.id;
      const done = await runAction(ticket, () => commands.release(ticket.id));
      const undo = () => runAction(ticket, () => commands.assign(ticket.id));
      if (done) toast(`#${ticket.id} is free`, mine ? undo : undefined, `holder ${ticket.id}`);
    },
    async move(ticket: ClientTicket, to: Status): Promise<void> {
      const from = ticket.status;
      const done = await runAction(ticket, () => commands.changeStatus(ticket.id, to));
      const undo = () => runAction(ticket, () => commands.changeStatus(ticket.id, from));
      const about = `status ${ticket.id}`;
      if (done && can(to, from)) toast(`#${ticket.id}: ${statusLabel(to, client.me.role)}`, undo, about);
      else if (done) dismissToast(about);
    },
    async setPriority(ticket: ClientTicket, to: Priority): Promise<void> {
      const from = ticket.priority;
      if (from === to) return;
      const done = await runAction(ticket, () => commands.changePriority(ticket.id, to));
      const undo = () => runAction(ticket, () => commands.changePriority(ticket.id, from));
      if (done) toast(`#${ticket.id}: ${priorityLabel(to)} priority`, undo, `priority ${ticket.id}`);
    },
    async markUnread(ticket: ClientTicket): Promise<void> {
      if (!(await runAction(ticket, () => client.markUnread(ticket.id)))) return;
      // Beside a list its dot says it already; where there is no room for a list, nothing would.
      const say = matchMedia('(width >= 860px)').matches ? announcePolite : toast;
      say(`#${ticket.id} is unread again`);
    },
  };
}

export type TicketActions = ReturnType<typeof useTicketActions>;

type Outcome = 'done' | 'refused' | 'unreachable';

const runAction = async (ticket: ClientTicket, act: () => Promise<void>): Promise<boolean> =>
  (await tell(ticket, act)) === 'done';

/** Says in a toast what stood in the way. */
async function tell(ticket: ClientTicket, act: () => Promise<void>): Promise<Outcome> {
  try {
    await act();
    return 'done';
  } catch (failure) {
    toastError(`#${ticket.id}: ${actionErrorMessage(failure)}`);
    return failure instanceof ApiError ? 'refused' : 'unreachable';
  }
}

import type { Priority } from '../../../shared/ticket-list.ts';
import { allowedStatuses, type Status } from '../../../shared/workflow.ts';
import { useDesk } from '../../data/client-context.tsx';
import { Refused } from '../../data/http/request.ts';
import { useCommands } from '../../data/tickets/ticket-commands.ts';
import type { DeskTicket } from '../../data/tickets/ticket-store.ts';
import { announce } from '../../ui/feedback/live-region.tsx';
import { dropToast, toast, toastError } from '../../ui/overlays/toasts.tsx';
import { refusalWords } from './action-error-message.ts';
import { priorityWord } from './priority.tsx';
import { statusWord } from './status.tsx';

/** What an agent does to a ticket, with a way back where the workflow has one, and the winner's name where somebody was faster. */
export function useTicketActions() {
  const desk = useDesk();
  const commands = useCommands();
  const can = (from: Status, to: Status) => allowedStatuses(desk.me.role, from).includes(to);
  return {
    async assign(ticket: DeskTicket, takeover = false): Promise<Outcome> {
      const outcome = await tell(ticket, () => commands.assign(ticket.id, { takeover }));
      // Nobody can give it back to the one it was taken from but that one.
      const undo = takeover ? undefined : () => attempt(ticket, () => commands.release(ticket.id));
      if (outcome === 'done') toast(`#${ticket.id} is yours`, undo, `holder ${ticket.id}`);
      return outcome;
    },
    async release(ticket: DeskTicket): Promise<void> {
      const mine = ticket.agent?.id === desk.me.id;
      const done = await attempt(ticket, () => commands.release(ticket.id));
      const undo = () => attempt(ticket, () => commands.assign(ticket.id));
      if (done) toast(`#${ticket.id} is free`, mine ? undo : undefined, `holder ${ticket.id}`);
    },
    async move(ticket: DeskTicket, to: Status): Promise<void> {
      const from = ticket.status;
      const done = await attempt(ticket, () => commands.changeStatus(ticket.id, to));
      const undo = () => attempt(ticket, () => commands.changeStatus(ticket.id, from));
      const about = `status ${ticket.id}`;
      if (done && can(to, from)) toast(`#${ticket.id}: ${statusWord(to, desk.me.role)}`, undo, about);
      else if (done) dropToast(about);
    },
    async prioritize(ticket: DeskTicket, to: Priority): Promise<void> {
      const from = ticket.priority;
      if (from === to) return;
      const done = await attempt(ticket, () => commands.changePriority(ticket.id, to));
      const undo = () => attempt(ticket, () => commands.changePriority(ticket.id, from));
      if (done) toast(`#${ticket.id}: ${priorityWord(to)} priority`, undo, `priority ${ticket.id}`);
    },
    async markUnread(ticket: DeskTicket): Promise<void> {
      if (!(await attempt(ticket, () => desk.markUnread(ticket.id)))) return;
      // Beside a list its dot says it already; where there is no room for a list, nothing would.
      const say = matchMedia('(width >= 860px)').matches ? announce : toast;
      say(`#${ticket.id} is unread again`);
    },
  };
}

export type TicketActions = ReturnType<typeof useTicketActions>;

type Outcome = 'done' | 'refused' | 'unanswered';

const attempt = async (ticket: DeskTicket, act: () => Promise<void>): Promise<boolean> =>
  (await tell(ticket, act)) === 'done';

/** Says in a toast what stood in the way. */
async function tell(ticket: DeskTicket, act: () => Promise<void>): Promise<Outcome> {
  try {
    await act();
    return 'done';
  } catch (failure) {
    toastError(`#${ticket.id}: ${refusalWords(failure)}`);
    return failure instanceof Refused ? 'refused' : 'unanswered';
  }
}

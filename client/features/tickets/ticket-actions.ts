import type { Priority, Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses, statusAfterAssign } from '../../../shared/workflow.ts';
import { useClient } from '../../data/client-context.ts';
import { useCommands } from '../../data/hooks/use-commands.ts';
import { ApiError } from '../../data/http/request.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { useToasts } from '../../ui/overlays/toasts.tsx';
import { actionErrorMessage } from './action-error-message.ts';
import { priorityLabel } from './priority.tsx';
import { statusLabel } from './status.tsx';

/** Changes of a ticket with user feedback: a toast with Undo where the workflow allows it, or an error toast. */
export function useTicketActions() {
  const toasts = useToasts();
  const client = useClient();
  const commands = useCommands();
  const announce = useAnnouncer();
  const isAllowed = (from: Status, to: Status) => allowedStatuses(client.me.role, from).includes(to);
  /** Runs a change; shows an error toast if it fails. */
  async function runAction(ticket: ClientTicket, change: () => Promise<void>): Promise<Outcome> {
    try {
      await change();
      return 'done';
    } catch (error) {
      const text = `#${ticket.id} was not changed. ${actionErrorMessage(error)}`;
      const isRefused = error instanceof ApiError;
      if (isRefused) toasts.showRefusal(text);
      else toasts.showError(text);
      return isRefused ? 'refused' : 'unreachable';
    }
  }
  const restores = (id: number, status: Status): Promise<boolean> =>
    commands.changeStatus(id, status).then(
      () => true,
      () => false,
    );
  const succeeds = async (ticket: ClientTicket, change: () => Promise<void>): Promise<boolean> =>
    (await runAction(ticket, change)) === 'done';

  /** The page shows the change already; a toast is only for its Undo. */
  function confirm(text: string, undo: (() => Promise<boolean>) | undefined, subject: string): void {
    toasts.dismiss(subject);
    if (undo) toasts.show(text, undo, subject);
    else announce.polite(text);
  }

  return {
    async assign(ticket: ClientTicket, takeover = false): Promise<Outcome> {
      const outcome = await runAction(ticket, () => commands.assign(ticket.id, { takeover }));
      // After a takeover there is no Undo: a ticket cannot be assigned to another agent.
      const undo = takeover ? undefined : () => succeeds(ticket, () => commands.release(ticket.id));
      if (outcome === 'done') confirm(`#${ticket.id} is assigned to you`, undo, `assignee ${ticket.id}`);
      return outcome;
    },
    async release(ticket: ClientTicket): Promise<void> {
      const wasMine = ticket.agent?.id === client.me.id;
      const done = await succeeds(ticket, () => commands.release(ticket.id));
      const undo = () => succeeds(ticket, () => commands.assign(ticket.id));
      if (done) confirm(`#${ticket.id} is unassigned`, wasMine ? undo : undefined, `assignee ${ticket.id}`);
    },
    async move(ticket: ClientTicket, to: Status): Promise<void> {
      const from = ticket.status;
      const done = await succeeds(ticket, () => commands.changeStatus(ticket.id, to));
      const undo = () => succeeds(ticket, () => commands.changeStatus(ticket.id, from));
      const subject = `status ${ticket.id}`;
      if (done && isAllowed(to, from))
        toasts.show(`#${ticket.id}: ${statusLabel(to, client.me.role)}`, undo, subject);
      else if (done) toasts.dismiss(subject);
    },
    /** Resolves an unresolved ticket. Takes and starts it first where the workflow requires it, as Send and resolve does. */
    async resolve(ticket: ClientTicket): Promise<void> {
      const { id, status: from } = ticket;
      const takes = needsTake(ticket);
      const start = () => commands.changeStatus(id, 'in_progress');
      if (takes && !(await succeeds(ticket, () => commands.assign(id)))) return;
      if (!takes && from !== 'in_progress' && !(await succeeds(ticket, start))) return;
      try {
        await commands.changeStatus(id, 'resolved');
        toasts.dismiss(`status ${id}`);
      } catch (error) {
        const restored = !takes && isAllowed('in_progress', from) && (await restores(id, from));
        const state = takes
          ? 'is assigned to you, but was'
          : from === 'in_progress' || restored
            ? 'was'
            : 'is in progress now, but was';
        toasts.showError(`#${id} ${state} not resolved. ${actionErrorMessage(error)}`);
      }
    },
    /** Changes the status as a part of another action, without a toast. */
    moveQuietly: (ticket: ClientTicket, to: Status): Promise<Outcome> =>
      runAction(ticket, () => commands.changeStatus(ticket.id, to)),
    async setPriority(ticket: ClientTicket, to: Priority): Promise<void> {
      const from = ticket.priority;
      if (from === to) return;
      const done = await succeeds(ticket, () => commands.changePriority(ticket.id, to));
      const undo = () => succeeds(ticket, () => commands.changePriority(ticket.id, from));
      if (done) toasts.show(`#${ticket.id}: ${priorityLabel(to)} priority`, undo, `priority ${ticket.id}`);
    },
    async markUnread(ticket: ClientTicket): Promise<void> {
      if (!(await succeeds(ticket, () => client.markUnread(ticket.id)))) return;
      // With the list visible, its unread dot shows it already.
      const notify = matchMedia('(width >= 860px)').matches ? announce.polite : toasts.show;
      notify(`#${ticket.id} is marked unread`);
    },
  };
}

/** Whether resolving this ticket takes it first: a new or reopened one of no agent. */
export const needsTake = ({ agent, status }: ClientTicket): boolean =>
  agent === null && statusAfterAssign(status) !== status;

export type TicketActions = ReturnType<typeof useTicketActions>;

type Outcome = 'done' | 'refused' | 'unreachable';

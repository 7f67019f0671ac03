import type { Priority } from '../../shared/queue.ts';
import { allowedStatuses, type Status } from '../../shared/workflow.ts';
import { useCommands } from '../data/commands.ts';
import { useDesk } from '../data/desk.tsx';
import type { DeskTicket } from '../data/store.ts';
import { announce } from './announcer.tsx';
import { priorityWord } from './priority.tsx';
import { refusalWords } from './refusal-words.ts';
import { statusWord } from './status.tsx';
import { toast, toastError } from './toasts.tsx';

/** What an agent does to a ticket, with a way back where the workflow has one, and the winner's name where somebody was faster. */
export function useTicketActions() {
  const desk = useDesk();
  const commands = useCommands();
  const can = (from: Status, to: Status) => allowedStatuses(desk.me.role, from).includes(to);
  return {
    async assign(ticket: DeskTicket, takeover = false): Promise<boolean> {
      const done = await attempt(ticket, () => commands.assign(ticket.id, { takeover }));
      // Nobody can give it back to the one it was taken from but that one.
      const undo = takeover ? undefined : () => void attempt(ticket, () => commands.release(ticket.id));
      if (done) toast(`#${ticket.id} is yours`, undo);
      return done;
    },
    async release(ticket: DeskTicket): Promise<void> {
      const mine = ticket.agent?.id === desk.me.id;
      const done = await attempt(ticket, () => commands.release(ticket.id));
      const undo = () => void attempt(ticket, () => commands.assign(ticket.id));
      if (done) toast(`#${ticket.id} is free`, mine ? undo : undefined);
    },
    async move(ticket: DeskTicket, to: Status): Promise<void> {
      const from = ticket.status;
      const done = await attempt(ticket, () => commands.changeStatus(ticket.id, to));
      const undo = () => void attempt(ticket, () => commands.changeStatus(ticket.id, from));
      if (done && can(to, from)) toast(`#${ticket.id}: ${statusWord(to, desk.me.role)}`, undo);
    },
    async prioritize(ticket: DeskTicket, to: Priority): Promise<void> {
      const from = ticket.priority;
      if (from === to) return;
      const done = await attempt(ticket, () => commands.changePriority(ticket.id, to));
      const undo = () => void attempt(ticket, () => commands.changePriority(ticket.id, from));
      if (done) toast(`#${ticket.id}: ${priorityWord(to)} priority`, undo);
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

async function attempt(ticket: DeskTicket, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (failure) {
    toastError(`#${ticket.id}: ${refusalWords(failure)}`);
    return false;
  }
}

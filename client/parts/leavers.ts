import { createSignal } from 'solid-js';
import { type Heard, useDesk } from '../data/desk.tsx';
import type { DeskTicket } from '../data/store.ts';
import { statusWord } from './status.tsx';

/** Why a row does not belong here any more, from the last thing that happened to its ticket. */
export function createLeavers(): (ticket: DeskTicket) => string {
  const last = new Map<number, string>();
  const [heardOf, setHeardOf] = createSignal(0, { equals: false });
  const desk = useDesk();
  desk.onEvent((heard) => {
    // Nothing leaves by being new; and what I do myself moves the row before its event is here.
    if (heard.event.type !== 'ticket.created') last.set(heard.event.ticketId, reasonWords(heard));
    setHeardOf(heard.event.ticketId);
  });
  return (ticket) => {
    heardOf();
    return last.get(ticket.id) ?? statusWord(ticket.status);
  };
}

/** "Resolved by Sam": what was done, and by whom. */
export function reasonWords({ event, mine }: Heard): string {
  const who = mine ? 'you' : event.actor.name;
  switch (event.type) {
    case 'ticket.status_changed':
      return `${statusWord(event.to)} by ${who}`;
    case 'ticket.assigned':
      return event.agent ? `Taken by ${who}` : `Released by ${who}`;
    case 'ticket.updated':
      return `Priority changed by ${who}`;
    case 'reply.created':
      return `Answered by ${who}`;
    case 'ticket.created':
      return `Submitted by ${who}`;
  }
}

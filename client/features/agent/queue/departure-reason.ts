import { createSignal } from 'solid-js';
import { useClient } from '../../../data/client-context.tsx';
import type { AppliedEvent } from '../../../data/client-core.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { statusLabel } from '../../tickets/status.tsx';

/** Why a row does not belong here any more, from the last thing that happened to its ticket. */
export function createDepartureReasons(): (ticket: ClientTicket) => string {
  const last = new Map<number, { version: number; taken: boolean; words: string }>();
  const [heardOf, setHeardOf] = createSignal(0, { equals: false });
  const client = useClient();
  client.onEvent((heard) => {
    const { type, ticketId, ticket } = heard.event;
    const before = last.get(ticketId);
    // Taking a ticket begins the work on it, in one step: that is told as the taking.
    const same = before?.taken && before.version === ticket.version;
    const words = reasonWords(heard);
    if (words && !same)
      last.set(ticketId, { version: ticket.version, taken: type === 'ticket.assigned', words });
    // What I do myself moves the row before its event is here.
    setHeardOf(ticketId);
  });
  return (ticket) => {
    heardOf();
    return last.get(ticket.id)?.words ?? statusLabel(ticket.status);
  };
}

/** "Resolved by Sam": what was done, and by whom. Nothing leaves by being new or answered. */
function reasonWords({ event, mine }: AppliedEvent): string | undefined {
  const who = mine ? 'you' : event.actor.name;
  switch (event.type) {
    case 'ticket.status_changed':
      return `${statusLabel(event.to)} by ${who}`;
    case 'ticket.assigned':
      return event.agent ? `Taken by ${who}` : `Released by ${who}`;
    case 'ticket.updated':
      return `Priority changed by ${who}`;
    case 'reply.created':
    case 'ticket.created':
      return undefined;
  }
}

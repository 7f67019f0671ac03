import { createSignal } from 'solid-js';
import { useClient } from '../../../../data/client-context.ts';
import type { AppliedEvent } from '../../../../data/client-core.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { isolate } from '../../../../ui/isolate.ts';
import { statusLabel } from '../../../tickets/status.tsx';

/** Returns why a row has left the list, from the latest event of its ticket. */
export function createDepartureReasons(): (ticket: ClientTicket) => string {
  const last = new Map<number, { version: number; isAssignment: boolean; reason: string }>();
  const [lastChanged, setLastChanged] = createSignal(0, { equals: false });
  const client = useClient();
  client.onEvent((applied) => {
    const { type, ticketId, ticket } = applied.event;
    const before = last.get(ticketId);
    // Assigning a ticket also changes its status, in the same version: the assignment is the reason to show.
    const belongsToAssignment = before?.isAssignment && before.version === ticket.version;
    const reason = reasonOf(applied);
    if (reason && !belongsToAssignment)
      last.set(ticketId, { version: ticket.version, isAssignment: type === 'ticket.assigned', reason });
    // Own changes are optimistic: the row leaves before its event arrives, so the reason must be reactive.
    setLastChanged(ticketId);
  });
  return (ticket) => {
    lastChanged();
    return last.get(ticket.id)?.reason ?? statusLabel(ticket.status);
  };
}

/** "Resolved by Sam": the change and its actor. New tickets and replies remove no row. */
function reasonOf({ event, mine }: AppliedEvent): string | undefined {
  const actor = mine ? 'you' : isolate(event.actor.name);
  switch (event.type) {
    case 'ticket.status_changed':
      return `${statusLabel(event.to)} by ${actor}`;
    case 'ticket.assigned':
      return event.agent ? `Taken by ${actor}` : `Released by ${actor}`;
    case 'ticket.updated':
      return `Priority changed by ${actor}`;
    case 'reply.created':
    case 'ticket.created':
      return undefined;
  }
}

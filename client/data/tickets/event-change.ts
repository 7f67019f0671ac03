import type { TicketSummary } from '../../../shared/schemas.ts';
import { type Filter, matches } from '../../../shared/ticket-list.ts';
import { stateAfter } from '../../../shared/workflow-state.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';

/**
 * The ticket before and after this one event, as far as lists and counts are concerned; null before it existed.
 * `event.ticket` alone is not enough: it is the ticket after the whole command, which may have caused several events.
 */
export function ticketAround(event: TicketEvent): { before: TicketSummary | null; after: TicketSummary } {
  const { ticket } = event;
  if (event.type === 'ticket.created') return { before: null, after: ticket };
  if (!('before' in event)) return { before: ticket, after: ticket };
  return { before: { ...ticket, ...event.before }, after: { ...ticket, ...stateAfter(event) } };
}

/** By how much an event changes the number of tickets that match a filter. */
export function matchChange(event: TicketEvent, filter: Filter, viewerId: number): number {
  const { before, after } = ticketAround(event);
  const count = (ticket: typeof before) => Number(ticket !== null && matches(filter, viewerId, ticket));
  return count(after) - count(before);
}

import type { TicketSummary } from '../../../shared/schemas.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';

/** What a ticket was before an event: null when it did not exist, undefined when this browser cannot know. */
export type Before = TicketSummary | null | undefined;

/**
 * Every known ticket as the events told it so far. The store may be ahead of the events (an own answer, a page read
 * later); whoever keeps a number exact by events must know what each event changed.
 */
export function createEventBaseline() {
  const pages = new Map<number, { ticket: TicketSummary; asOf: number }>();
  return {
    /** A ticket as read when the viewer's number was `seq`. What is already here is as good, and follows the events. */
    record: (ticket: TicketSummary, seq: number): void => {
      if (!pages.has(ticket.id)) pages.set(ticket.id, { ticket, asOf: seq });
    },
    /** The next event, in order: answers what the ticket was before. */
    advance: (event: TicketEvent): Before => {
      const page = pages.get(event.ticketId);
      // Read after this event: it holds the change already, and what was before is not known.
      if (page && page.asOf >= event.seq) return undefined;
      pages.set(event.ticketId, { ticket: event.ticket, asOf: event.seq });
      return page ? page.ticket : event.type === 'ticket.created' ? null : undefined;
    },
    clear: () => pages.clear(),
  };
}
export type EventBaseline = ReturnType<typeof createEventBaseline>;

import type { DomainEvent } from '../../../shared/events.ts';
import type { TicketSummary } from '../../../shared/schemas.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import type { Tables } from '../../db/tables.ts';

/** A row of the event log with its parsed `data`. */
export type EventRow = Omit<Tables['events'], 'data'> & {
  data: { actor: { id: number; role: Role }; ticket: TicketSummary } & Partial<
    DomainEvent<'ticket.status_changed'>
  > &
    Partial<DomainEvent<'ticket.updated'>>;
};
/** The events of one command that changed a ticket's version. */
export type TicketStep = { actor: number; eventRows: EventRow[] };
/** The stored events, tickets, replies and thread heads. */
export type History = {
  eventRows: EventRow[];
  tickets: Map<number, Tables['tickets']>;
  replies: Map<string, Tables['replies']>;
  heads: Tables['thread_heads'][];
};

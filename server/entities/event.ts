import { defineEntity, p } from '@mikro-orm/core';
import type { EventType } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import type { TicketSummary } from '../../shared/schemas.ts';
import { Reply } from './reply.ts';
import { Ticket } from './ticket.ts';
import { User } from './user.ts';

/** The content of a row's `data` column. A reply's text stays in its own row. */
export type EventData = { actor: Actor; ticket: TicketSummary; [field: string]: unknown };

export const EventSchema = defineEntity({
  name: 'Event',
  tableName: 'events',
  uniques: [{ name: 'events_customer_seq', properties: ['customer', 'customerSeq'] }],
  properties: {
    /** The log's own number: 1, 2, 3, … in commit order, without a gap. */
    seq: p.integer().primary().autoincrement(false),
    ticket: () => p.manyToOne(Ticket).deleteRule('restrict').index(),
    customer: () => p.manyToOne(User).deleteRule('restrict').index(false),
    /** The customer's own number: 1, 2, 3, …; null if the customer may not see the event. */
    customerSeq: p.integer().nullable(),
    type: p.string().$type<EventType>(),
    actor: () => p.manyToOne(User).deleteRule('restrict').index(false),
    reply: () => p.manyToOne(Reply).deleteRule('restrict').index(false).nullable(),
    data: p.json().$type<EventData>(),
    createdAt: p.datetime(3),
    /** The shape of `data`, see `events/upcast.ts`. The log writes it; rows from before this column are version 1. */
    dataVersion: p.integer().default(1),
  },
});

/** A row of the event log. It is appended in the transaction of the change, and never updated or deleted. */
export class Event extends EventSchema.class {}
EventSchema.setClass(Event);

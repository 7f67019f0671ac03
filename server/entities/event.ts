import { defineEntity, p } from '@mikro-orm/core';
import type { EventType } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import type { TicketSummary } from '../../shared/schemas.ts';
import { Reply } from './reply.ts';
import { Ticket } from './ticket.ts';
import { User } from './user.ts';

/** What a log row says beside its columns. A reply's words stay in its own row. */
export type EventData = { actor: Actor; ticket: TicketSummary; [fact: string]: unknown };

export const EventSchema = defineEntity({
  name: 'Event',
  tableName: 'events',
  uniques: [{ name: 'events_customer_seq', properties: ['customer', 'customerSeq'] }],
  properties: {
    /** The log's own number: 1, 2, 3, … in commit order, without a hole. */
    seq: p.integer().primary().autoincrement(false),
    ticket: () => p.manyToOne(Ticket).deleteRule('restrict').index(),
    customer: () => p.manyToOne(User).deleteRule('restrict').index(false),
    /** The customer's own number, 1, 2, 3, …; null for what they may not see. */
    customerSeq: p.integer().nullable(),
    type: p.string().$type<EventType>(),
    actor: () => p.manyToOne(User).deleteRule('restrict').index(false),
    reply: () => p.manyToOne(Reply).deleteRule('restrict').index(false).nullable(),
    data: p.json().$type<EventData>(),
    createdAt: p.datetime(3),
  },
});

/** One line of the log: appended with the change it tells of, never changed, never removed. */
export class Event extends EventSchema.class {}
EventSchema.setClass(Event);

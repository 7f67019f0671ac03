import {
  type AgentEvent,
  audienceOf,
  type CustomerEvent,
  type DomainEvent,
  EVENT_TYPES,
} from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import type { TicketSummary } from '../../shared/schemas.ts';
import { lockLog } from '../db/locks.ts';
import type { EntityManager, Source } from '../db/orm.ts';
import { insertRow, prepare } from '../db/prepared-query.ts';
import type { Tables } from '../db/tables.ts';
import type { EventData } from '../entities/event.ts';
import { readLogRows } from './log-rows.ts';
import { toAgentEvent, toCustomerEvent } from './present-event.ts';
import { DATA_VERSION } from './upcast.ts';

/** What one command appends: its events, its actor and the ticket after the command. */
export type EventBatch = { actor: Actor; at: Date; ticket: TicketSummary; events: DomainEvent[] };

/** Where the log and one customer's stream end. */
type LogEnd = { seq: number; customerSeq: number };

/**
 * Appends to the log, in the command's transaction, after its other changes. No other transaction appends until this one
 * ends (SQLite has one writer), so the next number is one more than the last: contiguous, in commit order, and a
 * rollback leaves no gap.
 */
export async function appendEvents(em: EntityManager, batch: EventBatch): Promise<void> {
  await lockLog(em);
  const end = {
    seq: await lastSeq(em),
    customerSeq: await lastCustomerSeq(em, batch.ticket.customer.id),
  };
  for (const row of toRows(batch, end)) await insertRow(em, 'events', row);
}

/** The rows of a command's events, in order, numbered from the end of the log. */
export function toRows({ actor, at, ticket, events }: EventBatch, end: LogEnd): Tables['events'][] {
  let { seq, customerSeq } = end;
  return inOrder(events).map((event) => {
    const { type, ...fields } = event;
    const reply = 'reply' in fields ? fields.reply : null;
    // Only public fields of the actor, whatever object the caller passes.
    const publicActor = { id: actor.id, name: actor.name, role: actor.role };
    const data: EventData = { actor: publicActor, ticket, ...(reply ? {} : fields) };
    seq += 1;
    const isPublic = audienceOf(type, event) === 'everyone';
    if (isPublic) customerSeq += 1;
    return {
      seq,
      ticket_id: ticket.id,
      customer_id: ticket.customer.id,
      customer_seq: isPublic ? customerSeq : null,
      type,
      actor_id: actor.id,
      reply_id: reply?.id ?? null,
      data: JSON.stringify(data),
      created_at: at.getTime(),
      data_version: DATA_VERSION,
    };
  });
}

const inOrder = (events: DomainEvent[]) =>
  events.toSorted((a, b) => EVENT_TYPES.indexOf(a.type) - EVENT_TYPES.indexOf(b.type));

const endOfLog = prepare((db) => db.selectFrom('events').select(({ fn }) => fn.max('seq').as('seq')));

/** The number of the log's last event. */
export async function lastSeq(source: Source): Promise<number> {
  const [last] = await endOfLog(source, '', {});
  return last?.seq ?? 0;
}

const endOfStream = prepare((db, value: { customerId: number; upTo: number }) =>
  db
    .selectFrom('events')
    .select('customer_seq')
    .where('customer_id', '=', value.customerId)
    .where('customer_seq', 'is not', null)
    .where('seq', '<=', value.upTo)
    .orderBy('customer_seq', 'desc')
    .limit(1),
);

/** A customer's own number of their last event, among the rows of the log up to `upTo`. */
async function lastCustomerSeq(source: Source, customerId: number, upTo = Number.MAX_SAFE_INTEGER) {
  const [last] = await endOfStream(source, '', { customerId, upTo });
  return last?.customer_seq ?? 0;
}

/** The viewer's own number of their last event (up to a row of the log): the log's for agents, their own stream's for a customer. */
export async function lastSeqFor(source: Source, viewer: Actor, upTo?: number): Promise<number> {
  if (viewer.role === 'customer') return lastCustomerSeq(source, viewer.id, upTo);
  return upTo ?? lastSeq(source);
}

/** A row of the log for all audiences. An event is `null` if the row cannot be read. */
export type LogEntry = {
  seq: number;
  customerId: number;
  /** `null` if the customer may not see the event. */
  customerSeq: number | null;
  agentEvent: AgentEvent | null;
  customerEvent: CustomerEvent | null;
};

/** The next rows of the log after `after`, for all audiences: what the relay reads. */
export async function readLog(
  em: EntityManager,
  after: number,
  limit: number,
): Promise<{ entries: LogEntry[]; isLast: boolean }> {
  const { rows, isLast } = await readLogRows(em, { after }, limit);
  const entries = rows.map((row) => {
    const agentEvent = toAgentEvent(em, row);
    return {
      seq: row.seq,
      customerId: row.customer_id,
      customerSeq: row.customer_seq,
      agentEvent,
      customerEvent: row.customer_seq === null ? null : toCustomerEvent(em, row, agentEvent),
    };
  });
  return { entries, isLast };
}

/** Part of a viewer's stream. */
export type EventPage = {
  events: (AgentEvent | CustomerEvent)[];
  /** The viewer's number of the last row read, readable or not: where the next page starts. */
  end: number;
  /** The stored size of the rows. */
  bytes: number;
  /** Some rows were left out because they cannot be read. */
  hasUnreadable: boolean;
  /** There is no further row. */
  isLast: boolean;
};

/**
 * The viewer's next events after their own number `after`, no further in the log than `upTo`. A page ends early at
 * `PAGE_BYTES`. `source` is the transaction of the read if there is one.
 */
export async function readEvents(
  em: EntityManager,
  viewer: Actor,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
  source: Source = em,
): Promise<EventPage> {
  const isAgent = viewer.role === 'agent';
  const range = { after, upTo, ...(isAgent ? {} : { customerId: viewer.id }) };
  const { rows, bytes, isLast } = await readLogRows(source, range, limit);
  const events = rows
    .map((row) => (isAgent ? toAgentEvent(em, row) : toCustomerEvent(em, row)))
    .filter((event) => event !== null);
  const last = rows.at(-1);
  return {
    events,
    end: (isAgent ? last?.seq : last?.customer_seq) ?? after,
    bytes,
    hasUnreadable: events.length < rows.length,
    isLast,
  };
}

import {
  type AgentEvent,
  audienceOf,
  CustomerEvent,
  type DomainEvent,
  EVENT_TYPES,
  type HistoryEntry,
} from '../../shared/events.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import type { TicketSummary } from '../../shared/schemas.ts';
import { type EntityManager, inTransaction, queryBuilder } from '../db/orm.ts';
import type { Tables } from '../db/tables.ts';
import { iso } from '../db/time.ts';
import type { EventData } from '../entities/event.ts';

/** One command's part of the log: what happened, who did it, and the ticket as it is afterwards. */
export type EventBatch = { actor: Actor; at: Date; ticket: TicketSummary; happenings: DomainEvent[] };

/**
 * Appends to the log, inside the command's transaction and after its flush. SQLite has one writer, so the next
 * number is simply one more than the last: contiguous, in commit order, and a rollback leaves no hole.
 */
export async function appendEvents(
  em: EntityManager,
  { actor, at, ticket, happenings }: EventBatch,
): Promise<void> {
  const customerId = ticket.customer.id;
  let seq = await lastSeq(em);
  let customerSeq = await customerHead(em, customerId);
  for (const happening of inOrder(happenings)) {
    const { type, ...facts } = happening;
    const reply = 'reply' in facts ? facts.reply : null;
    // Only what everybody may know of the actor, whatever object the caller holds.
    const by = { id: actor.id, name: actor.name, role: actor.role };
    const data: EventData = { actor: by, ticket, ...(reply ? {} : facts) };
    seq += 1;
    const shown = audienceOf(type, happening) === 'everyone';
    if (shown) customerSeq += 1;
    await queryBuilder(em)
      .insertInto('events')
      .values({
        seq,
        ticket_id: ticket.id,
        customer_id: customerId,
        customer_seq: shown ? customerSeq : null,
        type,
        actor_id: actor.id,
        reply_id: reply?.id ?? null,
        data: JSON.stringify(data),
        created_at: at.getTime(),
      })
      .execute();
  }
}

const inOrder = (happenings: DomainEvent[]) =>
  happenings.toSorted((a, b) => EVENT_TYPES.indexOf(a.type) - EVENT_TYPES.indexOf(b.type));

/** The number of the log's last event. */
export async function lastSeq(em: EntityManager): Promise<number> {
  const last = queryBuilder(em)
    .selectFrom('events')
    .select(({ fn }) => fn.max('seq').as('head'));
  return (await last.executeTakeFirst())?.head ?? 0;
}

/** A customer's own number of their last event, of those that stand in the log up to `upTo`. */
async function customerHead(em: EntityManager, customerId: number, upTo = Number.MAX_SAFE_INTEGER) {
  const last = queryBuilder(em)
    .selectFrom('events')
    .select('customer_seq')
    .where('customer_id', '=', customerId)
    .where('customer_seq', 'is not', null)
    .where('seq', '<=', upTo)
    .orderBy('customer_seq', 'desc')
    .limit(1);
  return (await last.executeTakeFirst())?.customer_seq ?? 0;
}

/** The viewer's own number of their last event (up to a place in the log): agents count the log, a customer their own stream. */
export async function lastSeqFor(em: EntityManager, viewer: Actor, upTo?: number): Promise<number> {
  if (viewer.role === 'customer') return customerHead(em, viewer.id, upTo);
  return upTo ?? lastSeq(em);
}

/** A line of the log, with the words of the reply it tells of. */
export type LogRow = Pick<
  Tables['events'],
  'seq' | 'ticket_id' | 'customer_id' | 'customer_seq' | 'type' | 'reply_id' | 'data' | 'created_at'
> & { content: string | null; internal: 0 | 1 | null; key: string | null };

const logRows = (em: EntityManager) =>
  queryBuilder(em)
    .selectFrom('events as e')
    .leftJoin('replies as r', 'r.id', 'e.reply_id')
    .select(['e.seq', 'e.ticket_id', 'e.customer_id', 'e.customer_seq', 'e.type', 'e.reply_id', 'e.data'])
    .select(['e.created_at', 'r.content', 'r.internal', 'r.key']);

/** The next lines of the log after `after`, for all audiences: the relay's reading. */
export const readLog = (em: EntityManager, after: number, limit: number): Promise<LogRow[]> =>
  logRows(em).where('e.seq', '>', after).orderBy('e.seq').limit(limit).execute();

/** The viewer's next events after their own number `after`, no further in the log than `upTo`. */
export async function readEvents(
  em: EntityManager,
  viewer: Actor,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<(AgentEvent | CustomerEvent)[]> {
  const next = logRows(em).where('e.seq', '<=', upTo).limit(limit);
  if (viewer.role === 'agent') {
    return (await next.where('e.seq', '>', after).orderBy('e.seq').execute()).map(toAgentEvent);
  }
  const own = next
    .where('e.customer_id', '=', viewer.id)
    .where('e.customer_seq', '>', after)
    .orderBy('e.customer_seq');
  return (await own.execute()).map(toCustomerEvent).filter((event) => event !== null);
}

/** A page of the viewer's events, with their head. */
export const listEvents = (em: EntityManager, viewer: Actor, after: number, limit: number) =>
  inTransaction(em, async (tx) => ({
    events: await readEvents(tx, viewer, { after, upTo: Number.MAX_SAFE_INTEGER, limit }),
    seq: await lastSeqFor(tx, viewer),
  }));

/** What happened to a ticket, as the viewer may see it. */
export async function historyOf(em: EntityManager, viewer: Actor, ticketId: number): Promise<HistoryEntry[]> {
  const all = logRows(em).where('e.ticket_id', '=', ticketId).orderBy('e.seq');
  const seen = policy.readNotes(viewer) ? all : all.where('e.customer_seq', 'is not', null);
  return (await seen.execute()).map((row) => {
    const { ticket: _, ...event } = toAgentEvent(row);
    const seq = policy.readNotes(viewer) ? row.seq : (row.customer_seq ?? 0);
    if (event.type !== 'reply.created') return { ...event, seq };
    const { reply, ...rest } = event;
    return { ...rest, seq, replyId: reply.id, internal: reply.internal };
  });
}

/** Whose command last changed the ticket's row. */
export async function lastChangedBy(em: EntityManager, ticketId: number): Promise<Actor | undefined> {
  const row = await logRows(em)
    .where('e.ticket_id', '=', ticketId)
    .where('e.customer_seq', 'is not', null)
    .orderBy('e.seq', 'desc')
    .executeTakeFirst();
  return row && parseData(row).actor;
}

/** The line as agents have it. */
export function toAgentEvent(row: LogRow): AgentEvent {
  const { actor, ticket, ...facts } = parseData(row);
  const reply = row.reply_id && {
    id: row.reply_id,
    ticketId: row.ticket_id,
    author: actor,
    content: row.content,
    internal: row.internal === 1,
    createdAt: iso(row.created_at),
    key: row.key,
  };
  const { seq, type, ticket_id: ticketId } = row;
  // The seam between stored JSON and its type: `record` alone writes these rows.
  return {
    seq,
    type,
    at: iso(row.created_at),
    actor,
    ticketId,
    ticket,
    ...facts,
    ...(reply && { reply }),
  } as AgentEvent;
}

/** The line as its customer has it: cut down to the customer's allow-list, or null if it is not for them. */
export const toCustomerEvent = (row: LogRow): CustomerEvent | null =>
  row.customer_seq === null ? null : CustomerEvent.parse({ ...toAgentEvent(row), seq: row.customer_seq });

const parseData = (row: LogRow) => JSON.parse(row.data) as EventData;

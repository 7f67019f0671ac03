import type { AgentEvent, HistoryEntry } from '../../shared/events.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import { type EntityManager, queryBuilder, type Source } from '../db/orm.ts';
import { PagedList } from '../db/paged-list.ts';
import { EVENT_COLUMNS, type LogRow, toAgentEvent } from './present-event.ts';

/** Rows of a history page. Without the texts of replies, a row has at most a few kB. */
const PAGE_ROWS = 250;

/**
 * The history of a ticket, as the viewer may see it. Leaves out rows that cannot be read. `em` reads the pages after
 * the first, when the transaction `tx` has ended: events never change.
 */
export async function historyOf(em: EntityManager, tx: Source, viewer: Actor, ticketId: number) {
  const first = await readPage(em, viewer, ticketId, 0, tx);
  return new PagedList(first.entries, first.isLast ? null : pagesAfter(em, viewer, ticketId, first.end));
}

async function* pagesAfter(
  em: EntityManager,
  viewer: Actor,
  ticketId: number,
  after: number,
): AsyncGenerator<HistoryEntry[]> {
  let page = await readPage(em, viewer, ticketId, after);
  yield page.entries;
  while (!page.isLast) {
    page = await readPage(em, viewer, ticketId, page.end);
    yield page.entries;
  }
}

async function readPage(
  em: EntityManager,
  viewer: Actor,
  ticketId: number,
  after: number,
  source: Source = em,
) {
  const all = queryBuilder(source)
    .selectFrom('events as e')
    .select(EVENT_COLUMNS)
    .where('e.ticket_id', '=', ticketId)
    .where('e.seq', '>', after)
    .orderBy('e.seq')
    .limit(PAGE_ROWS);
  const visible = policy.readNotes(viewer) ? all : all.where('e.customer_seq', 'is not', null);
  const seqOf = (row: EventRow) => (policy.readNotes(viewer) ? row.seq : (row.customer_seq ?? 0));
  const rows = await visible.execute();
  const entries = rows.flatMap((row) => {
    const event = toAgentEvent(em, withoutText(row));
    return event ? [historyEntry({ ...event, seq: seqOf(row) })] : [];
  });
  return { entries, end: rows.at(-1)?.seq ?? after, isLast: rows.length < PAGE_ROWS };
}

type EventRow = Omit<LogRow, 'content' | 'internal' | 'key'>;

/** The row with an empty text. A reply is internal if its event has no number for the customer. */
const withoutText = (row: EventRow): LogRow => ({
  ...row,
  content: row.reply_id === null ? null : '',
  internal: row.customer_seq === null ? 1 : 0,
  key: null,
});

function historyEntry({ ticket: _, ...event }: AgentEvent): HistoryEntry {
  if (event.type === 'ticket.created') return event;
  if (event.type === 'reply.created') {
    const { reply, ...rest } = event;
    return { ...rest, replyId: reply.id, internal: reply.internal };
  }
  const { before: __, ...entry } = event;
  return entry;
}

/** The user whose command last changed the ticket's row. Reads no event data, which may be unreadable. */
export const lastChangedBy = (em: EntityManager, ticketId: number): Promise<Actor | undefined> =>
  queryBuilder(em)
    .selectFrom('events as e')
    .innerJoin('users as u', 'u.id', 'e.actor_id')
    .select(['u.id', 'u.name', 'u.role'])
    .where('e.ticket_id', '=', ticketId)
    .where('e.customer_seq', 'is not', null)
    .orderBy('e.seq', 'desc')
    .limit(1)
    .executeTakeFirst();

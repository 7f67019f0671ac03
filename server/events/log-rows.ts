import { sql } from 'kysely';
import { type EntityManager, queryBuilder } from '../db/orm.ts';
import { PAGE_BYTES, splitByBytes } from '../db/paged-list.ts';
import { EVENT_COLUMNS, type LogRow } from './present-event.ts';

/** Rows of the log with their replies. */
const logWithReplies = (em: EntityManager) =>
  queryBuilder(em).selectFrom('events as e').leftJoin('replies as r', 'r.id', 'e.reply_id');

export type LogQuery = ReturnType<typeof logWithReplies>;

/** The stored size of a row. SQLite reads it without the text. */
const BYTES = sql<number>`octet_length(e.data) + coalesce(octet_length(r.content), 0)`;

/**
 * Reads the first rows that `choose` selects and sorts by seq: at most `limit`, fewer if their stored size exceeds
 * `PAGE_BYTES`, at least one. Behind every read of events with their replies; no text after the bound is loaded.
 */
export async function readLogRows(
  em: EntityManager,
  choose: (all: LogQuery) => LogQuery,
  limit: number,
): Promise<{ rows: LogRow[]; bytes: number; isLast: boolean }> {
  const chosen = choose(logWithReplies(em));
  const sizes = await chosen
    .select(['e.seq', BYTES.as('bytes')])
    .limit(limit)
    .execute();
  const [page = []] = splitByBytes(sizes, PAGE_BYTES);
  const end = page.at(-1);
  if (!end) return { rows: [], bytes: 0, isLast: true };
  const rows = await chosen
    .select(EVENT_COLUMNS)
    .select(['r.content', 'r.internal', 'r.key'])
    .where('e.seq', '<=', end.seq)
    .execute();
  return {
    rows,
    bytes: page.reduce((sum, { bytes }) => sum + bytes, 0),
    isLast: sizes.length < limit && page.length === sizes.length,
  };
}

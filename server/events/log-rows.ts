import { type Kysely, sql } from 'kysely';
import type { Source } from '../db/orm.ts';
import { PAGE_BYTES, splitByBytes } from '../db/paged-list.ts';
import { prepare } from '../db/prepared-query.ts';
import type { Tables } from '../db/tables.ts';
import { EVENT_COLUMNS, type LogRow } from './present-event.ts';

/** Rows after a number of the log, or after a customer's own number in their stream; no further in the log than `upTo`. */
export type LogRange = { customerId?: number; after: number; upTo?: number };

type Values = { customerId: number; after: number; upTo: number };

/** The rows of a range with their replies, in order. */
function rowsIn(db: Kysely<Tables>, value: Values, form: 'log' | 'stream') {
  const all = db
    .selectFrom('events as e')
    .leftJoin('replies as r', 'r.id', 'e.reply_id')
    .where('e.seq', '<=', value.upTo);
  if (form === 'log') return all.where('e.seq', '>', value.after).orderBy('e.seq');
  return all
    .where('e.customer_id', '=', value.customerId)
    .where('e.customer_seq', '>', value.after)
    .orderBy('e.customer_seq');
}

/** The stored size of a row. SQLite reads it without the text. */
const BYTES = sql<number>`octet_length(e.data) + coalesce(octet_length(r.content), 0)`;

const sizesOf = prepare((db, value: Values & { limit: number }, form: 'log' | 'stream') =>
  rowsIn(db, value, form)
    .select(['e.seq', BYTES.as('bytes')])
    .limit(value.limit),
);

const textsOf = prepare((db, value: Values, form: 'log' | 'stream') =>
  rowsIn(db, value, form).select(EVENT_COLUMNS).select(['r.content', 'r.internal', 'r.key']),
);

/**
 * Reads the first rows of a range: at most `limit`, fewer if their stored size exceeds `PAGE_BYTES`, at least one. Behind
 * every read of events with their replies; no text after the bound is loaded.
 */
export async function readLogRows(
  source: Source,
  { customerId = 0, after, upTo = Number.MAX_SAFE_INTEGER }: LogRange,
  limit: number,
): Promise<{ rows: LogRow[]; bytes: number; isLast: boolean }> {
  const form = customerId ? 'stream' : 'log';
  const sizes = await sizesOf(source, form, { customerId, after, upTo, limit });
  const [page = []] = splitByBytes(sizes, PAGE_BYTES);
  const end = page.at(-1);
  if (!end) return { rows: [], bytes: 0, isLast: true };
  return {
    rows: await textsOf(source, form, { customerId, after, upTo: end.seq }),
    bytes: page.reduce((sum, { bytes }) => sum + bytes, 0),
    isLast: sizes.length < limit && page.length === sizes.length,
  };
}

import { type RawBuilder, sql } from 'kysely';
import { isPostgres, queryBuilder, type Source } from '../../db/orm.ts';
import type { Tables } from '../../db/tables.ts';

export type TableName = keyof Tables;
export type Row = Record<string, string | number | null>;

/**
 * Every table with the columns that order its rows, after the tables that it refers to. The identity of the installation
 * comes last: a database that has it is complete.
 */
export const TABLES = {
  users: ['id'],
  sessions: ['id'],
  refresh_tokens: ['hash'],
  invitations: ['id'],
  tickets: ['id'],
  replies: ['ticket_id', 'position'],
  thread_heads: ['ticket_id'],
  events: ['seq'],
  read_marks: ['user_id', 'ticket_id'],
  desk: ['id'],
} as const satisfies Record<TableName, readonly string[]>;
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

const TEXT_KEYS = ['sessions', 'refresh_tokens'];
/** The database computes these. */
const GENERATED = ['rank', 'waiting_key'];

export async function countRows(source: Source, table: TableName): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(
    queryBuilder(source),
  );
  return rows[0]?.n ?? 0;
}

/** Reads all rows of a table in the order of its key, from the row `offset` on, in pages of this many. */
export async function* readRows(
  source: Source,
  table: TableName,
  pageSize: number,
  offset = 0,
): AsyncGenerator<Row[]> {
  const names = TABLES[table];
  // The same order on both engines.
  const collation = TEXT_KEYS.includes(table) && isPostgres(source) ? sql` collate "C"` : sql``;
  const key = sql.join(names.map((name) => sql`${sql.ref(name)}${collation}`));
  const from = sql`select * from ${sql.table(table)}`;
  const read = async (where: RawBuilder<unknown>, skipped: number) => {
    const page = sql<Row>`${from} ${where} order by ${key} limit ${pageSize} offset ${skipped}`;
    return (await page.execute(queryBuilder(source))).rows.map(withoutGenerated);
  };
  let page = await read(sql``, offset);
  for (let last = page.at(-1); last; last = page.at(-1)) {
    yield page;
    const end = sql.join(names.map((name) => sql`${last?.[name]}`));
    page = await read(sql`where (${key}) > (${end})`, 0);
  }
}

const withoutGenerated = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !GENERATED.includes(name)));

import { sql } from 'kysely';
import { ConfigError } from '../../config.ts';
import { type EntityManager, inTransaction, type Orm, queryBuilder } from '../../db/orm.ts';
import { type IndexedText, indexTexts } from '../../search/text-index.ts';
import { checksumOf } from './checksum.ts';
import { countRows, type Row, readRows, TABLE_NAMES, type TableName } from './tables.ts';

const PAGE_ROWS = 500;

type OnProgress = (done: number, note: string) => void;
export type Moved = { table: TableName; rows: number }[];

/** How many steps `moveData` reports: each row is copied, and read twice for the checksums. */
export async function countSteps(source: Orm): Promise<number> {
  let rows = 0;
  for (const table of TABLE_NAMES) rows += await countRows(source.em.fork(), table);
  return 2 * rows;
}

/**
 * Copies all rows of a SQLite database to a migrated PostgreSQL database, then compares both table by table. Goes on where
 * an interrupted run has stopped: each page of rows is a transaction, in the order of the key. Refuses a target that is
 * complete or has other rows.
 */
export async function moveData(source: Orm, target: Orm, onProgress: OnProgress = () => {}): Promise<Moved> {
  const [from, to] = [source.em.fork(), target.em.fork()];
  if ((await countRows(to, 'desk')) > 0)
    throw new ConfigError('The target database is not empty. Nothing was copied.');
  let done = 0;
  for (const table of TABLE_NAMES.filter((name) => name !== 'desk')) {
    const copied = await countRows(to, table);
    done += copied;
    for await (const rows of readRows(from, table, PAGE_ROWS, copied)) {
      await inTransaction(to.fork(), (tx) => insertRows(tx, from, table, rows));
      done += rows.length;
      onProgress(done, `copy ${table}`);
    }
  }
  await copySequences(from, to);
  const moved: Moved = [];
  for (const table of TABLE_NAMES.filter((name) => name !== 'desk')) {
    const compared = (rows: number) => onProgress(done + rows, `compare ${table}`);
    const [original, copy] = [await checksumOf(from, table, compared), await checksumOf(to, table)];
    if (original.rows !== copy.rows || original.checksum !== copy.checksum)
      throw new ConfigError(
        `The table ${table} of the target differs (${original.rows} and ${copy.rows} rows): it has rows of another database. Empty the target and repeat.`,
      );
    done += original.rows;
    moved.push({ table, rows: original.rows });
  }
  for await (const rows of readRows(from, 'desk', PAGE_ROWS))
    await inTransaction(to.fork(), (tx) => insertRows(tx, from, 'desk', rows));
  return moved;
}

async function insertRows(
  tx: EntityManager,
  from: EntityManager,
  table: TableName,
  rows: Row[],
): Promise<void> {
  // Seam: the rows are of this table.
  await queryBuilder(tx)
    .insertInto(table as 'events')
    .values(rows as never)
    .execute();
  if (table === 'tickets') await indexTexts(tx, rows.flatMap(textsOfTicket));
  if (table === 'replies') await indexTexts(tx, await textsOfReplies(from, rows));
}

function textsOfTicket(row: Row): IndexedText[] {
  const indexed = { ticketId: Number(row.id), customerId: Number(row.customer_id) };
  return [
    { ...indexed, place: 'subject', text: String(row.subject) },
    { ...indexed, place: 'description', text: String(row.description) },
  ];
}

async function textsOfReplies(from: EntityManager, rows: Row[]): Promise<IndexedText[]> {
  const ids = [...new Set(rows.map((row) => Number(row.ticket_id)))];
  const { rows: tickets } = await sql<{ id: number; customer_id: number }>`
    select id, customer_id from tickets where id in (${sql.join(ids)})`.execute(queryBuilder(from));
  const customers = new Map(tickets.map(({ id, customer_id }) => [id, customer_id]));
  return rows.map((row) => ({
    ticketId: Number(row.ticket_id),
    customerId: customers.get(Number(row.ticket_id)) ?? 0,
    place: { reply: Number(row.position) },
    text: String(row.content),
    internal: row.internal === 1,
  }));
}

/** New ids follow the last ones that SQLite has assigned. */
async function copySequences(from: EntityManager, to: EntityManager): Promise<void> {
  for (const table of ['users', 'tickets', 'invitations']) {
    const { rows } = await sql<{
      seq: number;
    }>`select seq from sqlite_sequence where name = ${table}`.execute(queryBuilder(from));
    const last = rows[0]?.seq ?? 0;
    if (last > 0)
      await sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${last})`.execute(queryBuilder(to));
  }
}

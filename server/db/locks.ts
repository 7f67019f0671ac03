import { type RawBuilder, sql } from 'kysely';
import { type EntityManager, isPostgres, queryBuilder } from './orm.ts';

// Locks that PostgreSQL needs where SQLite's single writer protects. On SQLite they do nothing.

/** The first number of every advisory lock of this product in its database ("HELP"). */
const PRODUCT_KEY = 0x48454c50;
const PRODUCT = sql.lit(PRODUCT_KEY);
const [LOG, COMMANDS] = [sql.lit(1), sql.lit(2)];
const CLEAN_UP = sql.lit(4);
/** Held by the node that migrates the database and fills it at the first start. */
export const BOOT_LOCK = [PRODUCT_KEY, 3] as const;
/** The channel on which each node's relay is woken. */
export const EVENTS_CHANNEL = 'helpdesk_events';
/** The channel for messages between nodes, which are not stored. */
export const MESSAGES_CHANNEL = 'helpdesk_messages';

/**
 * Reserves the end of the event log until the commit: the numbers of events are contiguous and in commit order, on any
 * number of nodes. The commit wakes the relays of all nodes, even if this one ends with it.
 */
export async function lockLog(tx: EntityManager): Promise<void> {
  if (isPostgres(tx))
    await sql`select pg_advisory_xact_lock(${PRODUCT}, ${LOG}), pg_notify(${EVENTS_CHANNEL}, '')`.execute(
      queryBuilder(tx),
    );
}

/** In the list of a query: takes a lock that commands share, until the commit. */
export const sharedCommandLock = (): RawBuilder<string> =>
  sql`pg_advisory_xact_lock_shared(${PRODUCT}, ${COMMANDS})::text`;

/** Waits for all running commands on tickets and lets no other begin until the commit: for what all of them depend on. */
export async function excludeCommands(tx: EntityManager): Promise<void> {
  if (isPostgres(tx))
    await sql`select pg_advisory_xact_lock(${PRODUCT}, ${COMMANDS})`.execute(queryBuilder(tx));
}

/** Reserves the deletion of old rows until the commit; false while another node does it. */
export async function tryCleanUpLock(tx: EntityManager): Promise<boolean> {
  if (!isPostgres(tx)) return true;
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${PRODUCT}, ${CLEAN_UP}) as locked`.execute(queryBuilder(tx));
  return rows[0]?.locked ?? false;
}

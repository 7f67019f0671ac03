import { BOOT_LOCK, EVENTS_CHANNEL } from './locks.ts';
import { isPostgres, type Orm } from './orm.ts';
import type { Pool } from './postgres/preparing-client.ts';

// What several nodes on one PostgreSQL database need. A SQLite file has one process.

/** Calls `onCommit` soon after each commit to the event log on any node. */
export async function watchCommits(orm: Orm, onCommit: () => void): Promise<{ stop: () => Promise<void> }> {
  if (!isPostgres(orm.em)) return { stop: async () => {} };
  const { listen } = await import('./postgres/listen.ts');
  return listen(await poolOf(orm), EVENTS_CHANNEL, onCommit);
}

/** Runs `work`, which prepares the database, while no other node does. */
export async function prepareAlone(orm: Orm, work: () => Promise<void>): Promise<void> {
  if (!isPostgres(orm.em)) return work();
  const { withLock } = await import('./postgres/boot-lock.ts');
  await withLock(await poolOf(orm), BOOT_LOCK, work);
}

/** The connections of this process. Seam: node-postgres has no types. */
const poolOf = async (orm: Orm) => (await orm.em.getConnection().getNativeClient()) as Pool;

import type { Pool } from './preparing-client.ts';

/** Runs `work` while this process holds an advisory lock, which ends with the process. */
export async function withLock(
  pool: Pool,
  lock: readonly [number, number],
  work: () => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  try {
    // Another node may migrate a large database.
    await client.query('set lock_timeout = 0; set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1, $2)', lock);
    await work();
  } finally {
    // Closes the connection, which unlocks.
    client.release(true);
  }
}

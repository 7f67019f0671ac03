import type { Logger } from 'pino';
import { tryCleanUpLock } from '../db/locks.ts';
import { inTransaction, type Orm, queryBuilder } from '../db/orm.ts';

const INTERVAL_MS = 10 * 60_000;
/** Between two steps, to let requests write in between. */
const PAUSE_MS = 200;
/** A step deletes at most this many rows of each table. */
const MAX_ROWS = 500;

/**
 * Deletes one step of the ended and expired sessions and of their refresh tokens; true if more may remain. The used
 * tokens of a live session stay: their reuse shows a theft.
 */
export const pruneSessions = (orm: Orm): Promise<boolean> =>
  inTransaction(orm.em.fork(), async (tx) => {
    if (!(await tryCleanUpLock(tx))) return false;
    const dead = queryBuilder(tx)
      .selectFrom('sessions')
      .select('id')
      .where((eb) => eb.or([eb('ended_at', 'is not', null), eb('expires_at', '<=', Date.now())]))
      .limit(MAX_ROWS);
    const ids = (await dead.execute()).map(({ id }) => id);
    if (ids.length === 0) return false;
    const tokens = queryBuilder(tx)
      .selectFrom('refresh_tokens')
      .select('hash')
      .where('session_id', 'in', ids)
      .limit(MAX_ROWS);
    const { numDeletedRows } = await queryBuilder(tx)
      .deleteFrom('refresh_tokens')
      .where('hash', 'in', tokens)
      .executeTakeFirstOrThrow();
    await queryBuilder(tx)
      .deleteFrom('sessions as s')
      .where('s.id', 'in', ids)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb.selectFrom('refresh_tokens as r').select('r.hash').whereRef('r.session_id', '=', 's.id'),
          ),
        ),
      )
      .execute();
    return ids.length === MAX_ROWS || Number(numDeletedRows) === MAX_ROWS;
  });

/** Prunes on a timer, step by step. Stop it before the database closes. */
export function startPruning(orm: Orm, log: Logger, intervalMs = INTERVAL_MS) {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;

  const schedule = (ms: number) => {
    timer = setTimeout(() => {
      running = step();
    }, ms).unref();
  };
  async function step(): Promise<void> {
    let more = false;
    try {
      more = await pruneSessions(orm);
    } catch (err) {
      log.error({ err }, 'Ended sessions could not be pruned');
    }
    if (!stopped) schedule(more ? PAUSE_MS : intervalMs);
  }

  schedule(intervalMs);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

import { randomUUID } from 'node:crypto';
import { BOOT_LOCK, EVENTS_CHANNEL, MESSAGES_CHANNEL } from './locks.ts';
import { isPostgres, type Orm } from './orm.ts';
import type { Pool } from './postgres/preparing-client.ts';

// What several nodes on one PostgreSQL database need. A SQLite file has one process.

type Received = {
  /** After each commit to the event log on any node. */
  commit: () => void;
  /** With each text that another node has sent; with an empty one if some may have been lost. */
  message: (text: string) => void;
};
export type Nodes = {
  /** Sends a text of at most 7900 bytes to the other nodes. It is lost without a connection to the database. */
  send: (text: string) => void;
  stop: () => Promise<void>;
};

/** Joins the nodes on this database. */
export async function joinNodes(orm: Orm, { commit, message }: Received): Promise<Nodes> {
  if (!isPostgres(orm.em)) return { send() {}, stop: async () => {} };
  const { listen } = await import('./postgres/listen.ts');
  const pool = await poolOf(orm);
  const ownId = randomUUID();
  const listening = listen(pool, {
    [EVENTS_CHANNEL]: commit,
    [MESSAGES_CHANNEL](payload) {
      const [sender = '', text = ''] = payload.split(/ (.*)/s);
      if (sender !== ownId) message(text);
    },
  });
  return {
    send(text) {
      pool.query('select pg_notify($1, $2)', [MESSAGES_CHANNEL, `${ownId} ${text}`]).catch(() => {});
    },
    stop: () => listening.stop(),
  };
}

/** Runs `work`, which prepares the database, while no other node does. */
export async function prepareAlone(orm: Orm, work: () => Promise<void>): Promise<void> {
  if (!isPostgres(orm.em)) return work();
  const { withLock } = await import('./postgres/boot-lock.ts');
  await withLock(await poolOf(orm), BOOT_LOCK, work);
}

/** The connections to the database that nodes share; null on SQLite. */
export const sharedPoolOf = async (orm: Orm): Promise<object | null> =>
  isPostgres(orm.em) ? poolOf(orm) : null;

/** The connections of this process. Seam: node-postgres has no types. */
const poolOf = async (orm: Orm) => (await orm.em.getConnection().getNativeClient()) as Pool;

import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../config.ts';
import { type Orm, queryBuilder } from './orm.ts';

/** Migrates the database to the current schema; refuses one that a newer version of the server has migrated. */
export async function migrate(orm: Orm): Promise<void> {
  const known = new Set(
    readdirSync(orm.config.get('migrations').path ?? '').map((file) => path.parse(file).name),
  );
  const executed = await orm.migrator.getExecuted();
  const unknown = executed.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new ConfigError(
      `DATABASE_URL names a database newer than this server: it has ${unknown.join(', ')}. Update the server.`,
    );
  }
  await orm.migrator.up();
}

/** The random id of this database's event log, created with the database. */
export async function logId(orm: Orm): Promise<string> {
  const db = queryBuilder(orm.em.fork());
  // Of several nodes that start at once, one creates it.
  await db
    .insertInto('desk')
    .values({ id: 1, log: randomUUID(), created_at: Date.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await db.selectFrom('desk').select('log').executeTakeFirstOrThrow()).log;
}

import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../config.ts';
import { Installation } from '../entities/installation.ts';
import type { Orm } from './orm.ts';

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
  const em = orm.em.fork();
  const existing = await em.findOne(Installation, 1);
  if (existing) return existing.log;
  const created = em.create(Installation, { id: 1, log: randomUUID(), createdAt: new Date() });
  await em.flush();
  return created.log;
}

import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../config.ts';
import { Installation } from '../entities/installation.ts';
import { MIGRATIONS, type Orm } from './orm.ts';

/** Brings the database to this program's schema; refuses one that a newer program has changed already. */
export async function migrate(orm: Orm): Promise<void> {
  const ours = new Set(readdirSync(MIGRATIONS).map((file) => path.parse(file).name));
  const executed = await orm.migrator.getExecuted();
  const foreign = executed.map(({ name }) => name).filter((name) => !ours.has(name));
  if (foreign.length > 0) {
    throw new ConfigError(
      `DATABASE_URL names a database newer than this program: it has ${foreign.join(', ')}`,
    );
  }
  await orm.migrator.up();
}

/** The random name of this database's log, made with the database. */
export async function logId(orm: Orm): Promise<string> {
  const em = orm.em.fork();
  const desk = await em.findOne(Installation, 1);
  if (desk) return desk.log;
  const made = em.create(Installation, { id: 1, log: randomUUID(), createdAt: new Date() });
  await em.flush();
  return made.log;
}

import { MikroORM } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { unusableDatabase } from '../config.ts';
import type { SharedOptions } from './options.ts';
import { BindingDriver } from './sqlite/binding-connection.ts';
import { cacheStatements } from './sqlite/statement-cache.ts';

/** SQLite settings for durable writes, with the values that reading them must return. */
const PRAGMAS = {
  journal_mode: 'wal',
  synchronous: 2,
  busy_timeout: 5000,
  foreign_keys: 1,
  // In bytes. The write-ahead log grows during a long read, such as a backup; then it is truncated to this size.
  journal_size_limit: 8 * 1024 * 1024,
} as const;

/** Opens a SQLite database with these options of MikroORM and checks its settings. `null`: a database in memory. */
export async function openSqlite(file: string | null, options: SharedOptions) {
  const orm = await MikroORM.init({
    ...options,
    driver: BindingDriver,
    dbName: file ?? ':memory:',
    onCreateConnection: setPragmas,
  });
  try {
    cacheStatements(await orm.em.getConnection().getNativeClient());
    await checkPragmas(orm, file);
  } catch (error) {
    throw unusableDatabase(file, error);
  }
  return orm;
}

type Orm = Awaited<ReturnType<typeof openSqlite>>;

async function setPragmas(connection: unknown): Promise<void> {
  // The cast: the hook's type is `unknown`, but the SQLite driver passes Kysely's connection.
  const sqlite = connection as DatabaseConnection;
  for (const [name, value] of Object.entries(PRAGMAS)) {
    await sqlite.executeQuery(CompiledQuery.raw(`pragma ${name} = ${value}`));
  }
}

async function checkPragmas(orm: Orm, file: string | null): Promise<void> {
  for (const [name, expected] of Object.entries(PRAGMAS)) {
    const [row] = await orm.em.fork().execute(`pragma ${name}`);
    const actual = Object.values(row ?? {})[0];
    const isSet = actual === expected || (name === 'journal_mode' && file === null);
    if (!isSet)
      throw new Error(
        `SQLite did not set ${name}=${expected} (value: ${actual}). Move ${file} to a local disk.`,
      );
  }
}

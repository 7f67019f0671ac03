import path from 'node:path';
import { Migrator } from '@mikro-orm/migrations';
import { type EntityManager, MikroORM } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection, type Kysely } from 'kysely';
import { unusableDatabase } from '../config.ts';
import { Event } from '../entities/event.ts';
import { Installation } from '../entities/installation.ts';
import { Invitation } from '../entities/invitation.ts';
import { ReadMark } from '../entities/read-mark.ts';
import { Reply } from '../entities/reply.ts';
import { RefreshToken, Session } from '../entities/session.ts';
import { ThreadHead } from '../entities/thread-head.ts';
import { Ticket } from '../entities/ticket.ts';
import { User } from '../entities/user.ts';
import { BindingDriver } from './binding-connection.ts';
import { watchDuration } from './long-transactions.ts';
import { cacheStatements } from './statement-cache.ts';
import type { Tables } from './tables.ts';

export type Orm = MikroORM;
export type { EntityManager };

/** The folder of the migrations. */
export const MIGRATIONS = path.join(import.meta.dirname, 'migrations');

/** SQLite settings for durable writes, with the values that reading them must return. */
const PRAGMAS = {
  journal_mode: 'wal',
  synchronous: 2,
  busy_timeout: 5000,
  foreign_keys: 1,
  // In bytes. The write-ahead log grows during a long read, such as a backup; then it is truncated to this size.
  journal_size_limit: 8 * 1024 * 1024,
} as const;

/** Connects to the database and checks its settings. `null`: a database in memory. */
export async function openDatabase(file: string | null): Promise<Orm> {
  const orm = await MikroORM.init({
    driver: BindingDriver,
    dbName: file ?? ':memory:',
    entities: [
      User,
      Session,
      RefreshToken,
      Invitation,
      Ticket,
      Reply,
      ThreadHead,
      Event,
      ReadMark,
      Installation,
    ],
    extensions: [Migrator],
    migrations: {
      path: MIGRATIONS,
      glob: '*.ts',
      snapshotName: 'schema',
      snapshotOnMigrate: false,
      silent: true,
    },
    onCreateConnection: setPragmas,
    forceUtcTimezone: true,
  });
  try {
    cacheStatements(await orm.em.getConnection().getNativeClient());
    await checkPragmas(orm, file);
  } catch (error) {
    throw unusableDatabase(file, error);
  }
  return orm;
}

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

/** What a read runs on: an entity manager, in its transaction if it has one, or the background reader's connection. */
export type Source = EntityManager | Kysely<Tables>;

/** Queries for rows: for reads that need no entities. */
export const queryBuilder = (source: Source): Kysely<Tables> =>
  'getKysely' in source ? source.getKysely<Tables>() : source;

/** Runs reads in one transaction: they see one state of the database. Without the unit of work, which reads do not need. */
export const inReadTransaction = <T>(em: EntityManager, work: (source: Source) => Promise<T>): Promise<T> =>
  em.getKysely<Tables>().transaction().execute(work);

/** Runs `work` in one transaction. Inside, use only the given `em` and await only the database. */
export const inTransaction = <T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> =>
  em.transactional(watchDuration(em, work), { clear: true });

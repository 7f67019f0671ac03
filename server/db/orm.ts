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
import type { Tables } from './tables.ts';

export type Orm = MikroORM;
export type { EntityManager };

/** Where the migrations are. */
export const MIGRATIONS = path.join(import.meta.dirname, 'migrations');

/** What makes SQLite keep what it acknowledged, and the answer that proves it is set. */
const PRAGMAS = {
  journal_mode: 'wal',
  synchronous: 2,
  busy_timeout: 5000,
  foreign_keys: 1,
  // Bytes. While somebody reads long, as a backup does, the write-ahead log grows; afterwards it is cut back to this.
  journal_size_limit: 8 * 1024 * 1024,
} as const;

/** The database, connected and checked. `null` is a database in memory. */
export async function openDatabase(file: string | null): Promise<Orm> {
  const orm = await MikroORM.init({
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
    await checkPragmas(orm, file);
  } catch (error) {
    throw unusableDatabase(file, error);
  }
  return orm;
}

async function setPragmas(connection: unknown): Promise<void> {
  // The hook is typed `unknown`; with the SQLite driver it is Kysely's connection.
  const sqlite = connection as DatabaseConnection;
  for (const [name, value] of Object.entries(PRAGMAS)) {
    await sqlite.executeQuery(CompiledQuery.raw(`pragma ${name} = ${value}`));
  }
}

async function checkPragmas(orm: Orm, file: string | null): Promise<void> {
  for (const [name, wanted] of Object.entries(PRAGMAS)) {
    const [row] = await orm.em.fork().execute(`pragma ${name}`);
    const found = Object.values(row ?? {})[0];
    const right = found === wanted || (name === 'journal_mode' && file === null);
    if (!right)
      throw new Error(`SQLite refused ${name}=${wanted} (it says ${found}): is ${file} on a network disk?`);
  }
}

/** Reads as rows, in the transaction of `em` if there is one: what goes to the wire needs no entities. */
export const queryBuilder = (em: EntityManager): Kysely<Tables> => em.getKysely<Tables>();

/** One transaction. Inside, use only the `em` given, and await nothing but the database. */
export const inTransaction = <T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> =>
  em.transactional(work, { clear: true });

import type { EntityManager, MikroORM } from '@mikro-orm/sql';
import { type Kysely, PostgresAdapter } from 'kysely';
import { watchDuration } from './long-transactions.ts';
import { optionsWith } from './options.ts';
import { retryConflicts } from './retries.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type Orm = MikroORM;
export type { EntityManager };

/**
 * Connects to the database and checks its settings: to PostgreSQL if there is a URL, otherwise to a SQLite file (`null`: a
 * database in memory). The code for PostgreSQL is loaded only here.
 */
export async function openDatabase(file: string | null, postgresUrl?: string): Promise<Orm> {
  if (postgresUrl === undefined) return openSqlite(file, optionsWith('migrations'));
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(postgresUrl, optionsWith('migrations/postgres'));
}

/** MikroORM for each engine without a database of the user: to compare the entities with the migrations' snapshots. */
export async function openForMigrations(): Promise<Orm[]> {
  const { connectLater } = await import('./postgres.ts');
  return [
    await openDatabase(null),
    await connectLater('postgres://localhost/none', optionsWith('migrations/postgres')),
  ];
}

/** What a read runs on: an entity manager, in its transaction if it has one, or the background reader's connection. */
export type Source = EntityManager | Kysely<Tables>;

/** Queries for rows: for reads that need no entities. */
export const queryBuilder = (source: Source): Kysely<Tables> =>
  'getKysely' in source ? source.getKysely<Tables>() : source;

/** Whether these queries run on PostgreSQL, not on SQLite. */
export const isPostgres = (source: Source): boolean =>
  queryBuilder(source).getExecutor().adapter instanceof PostgresAdapter;

/** Runs reads in one transaction: they see one state of the database. Without the unit of work, which reads do not need. */
export function inReadTransaction<T>(em: EntityManager, work: (source: Source) => Promise<T>): Promise<T> {
  const transaction = em.getKysely<Tables>().transaction();
  // A transaction of SQLite always sees one state.
  if (!isPostgres(em)) return transaction.execute(work);
  return transaction.setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}

/**
 * Runs `work` in one transaction. Inside, use only the given `em` and await only the database. Runs it again after a
 * conflict with another transaction, which PostgreSQL reports: `work` must change nothing outside.
 */
export const inTransaction = <T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> =>
  retryConflicts(() => em.transactional(watchDuration(em, work), { clear: true }));

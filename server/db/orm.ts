import type { EntityManager, MikroORM } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import { watchDuration } from './long-transactions.ts';
import { optionsWith } from './options.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type Orm = MikroORM;
export type { EntityManager };

/** Connects to the database and checks its settings. `null`: a database in memory. */
export const openDatabase = (file: string | null): Promise<Orm> => openSqlite(file, optionsWith('migrations'));

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

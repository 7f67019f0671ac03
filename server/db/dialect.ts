import { type Expression, sql } from 'kysely';
import { isPostgres, type Source } from './orm.ts';

/** The column, for which SQLite's planner uses no index. PostgreSQL chooses by its statistics. */
export const withoutIndex = <T>(source: Source, column: string): Expression<T> =>
  isPostgres(source) ? sql.ref<T>(column) : sql<T>`+${sql.ref(column)}`;

/** Whether the column has this value or, for `null`, none: written to let an index find the rows. */
export function isValue(source: Source, column: Expression<unknown>, value: unknown): Expression<boolean> {
  // A bound null, not `is null`: for that SQLite's planner chooses a worse index.
  if (!isPostgres(source)) return sql<boolean>`${column} is ${value}`;
  return value === null ? sql<boolean>`${column} is null` : sql<boolean>`${column} = ${value}`;
}

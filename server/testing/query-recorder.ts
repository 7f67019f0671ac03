import {
  type CompiledQuery,
  type DatabaseConnection,
  PostgresDriver,
  type QueryResult,
  SqliteDriver,
} from 'kysely';
import { ON_POSTGRES } from './test-database.ts';

/** A step of SQLite's query plan. `parent` is the id of the enclosing step. */
export type PlanStep = { id: number; parent: number; detail: string };
/** An executed query with its plan; on PostgreSQL, plans are not recorded. */
export type RecordedQuery = { sql: string; plan: PlanStep[] };

/** Records every database query until `stop` is called. */
export function recordQueries() {
  const driver = (ON_POSTGRES ? PostgresDriver : SqliteDriver).prototype;
  const { acquireConnection } = driver;
  const recorded = new Map<DatabaseConnection, DatabaseConnection['executeQuery']>();
  let queries: RecordedQuery[] = [];

  driver.acquireConnection = async function (this: SqliteDriver & PostgresDriver) {
    const connection = await acquireConnection.call(this);
    if (recorded.has(connection)) return connection;
    const original = connection.executeQuery;
    recorded.set(connection, original);
    connection.executeQuery = async <R>(...query: [CompiledQuery]) => {
      queries.push({
        sql: query[0].sql,
        plan: ON_POSTGRES ? [] : await explain(original.bind(connection), query[0]),
      });
      return original.apply(connection, query) as Promise<QueryResult<R>>;
    };
    return connection;
  };

  return {
    /** Returns all queries executed while `work` runs, concurrent background queries included. */
    async during(workload: () => Promise<unknown>): Promise<RecordedQuery[]> {
      queries = [];
      await workload();
      return queries;
    },
    stop: () => {
      driver.acquireConnection = acquireConnection;
      for (const [connection, original] of recorded) connection.executeQuery = original;
    },
  };
}

/** Explains the query with bound parameters, because literal values can change the plan. */
async function explain(
  execute: DatabaseConnection['executeQuery'],
  query: CompiledQuery,
): Promise<PlanStep[]> {
  if (!/^\s*(select|insert|update|delete)\b/i.test(query.sql)) return [];
  const { rows } = await execute<PlanStep>({
    ...query,
    sql: `explain query plan ${query.sql}`,
  });
  return rows;
}

import { type CompiledQuery, type DatabaseConnection, SqliteDriver } from 'kysely';

/** A step of SQLite's query plan. `parent` is the id of the enclosing step. */
export type PlanStep = { id: number; parent: number; detail: string };
/** An executed query with its plan. */
export type RecordedQuery = { sql: string; plan: PlanStep[] };

/** Records every database query until `stop` is called. */
export function recordQueries() {
  const { acquireConnection } = SqliteDriver.prototype;
  const recording = new WeakMap<DatabaseConnection, DatabaseConnection>();
  let queries: RecordedQuery[] = [];

  SqliteDriver.prototype.acquireConnection = async function (this: SqliteDriver) {
    const original = await acquireConnection.call(this);
    const recorder = recording.get(original) ?? {
      async executeQuery<R>(query: CompiledQuery) {
        queries.push({ sql: query.sql, plan: await explain(original, query) });
        return original.executeQuery<R>(query);
      },
      streamQuery: original.streamQuery.bind(original),
    };
    recording.set(original, recorder);
    return recorder;
  };

  return {
    /** Returns all queries executed while `work` runs, concurrent background queries included. */
    async during(workload: () => Promise<unknown>): Promise<RecordedQuery[]> {
      queries = [];
      await workload();
      return queries;
    },
    stop: () => {
      SqliteDriver.prototype.acquireConnection = acquireConnection;
    },
  };
}

/** Explains the query with bound parameters, because literal values can change the plan. */
async function explain(connection: DatabaseConnection, query: CompiledQuery): Promise<PlanStep[]> {
  if (!/^\s*(select|insert|update|delete)\b/i.test(query.sql)) return [];
  const { rows } = await connection.executeQuery<PlanStep>({
    ...query,
    sql: `explain query plan ${query.sql}`,
  });
  return rows;
}

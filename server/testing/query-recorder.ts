import { type CompiledQuery, type DatabaseConnection, SqliteDriver } from 'kysely';

/** A step of SQLite's plan: `parent` is the step it is part of. */
export type PlanStep = { id: number; parent: number; detail: string };
/** What the database was asked, and how it went about it. */
export type RecordedQuery = { sql: string; plan: PlanStep[] };

/** Listens to every query. Answers what was asked meanwhile, and the undoing. */
export function recordQueries() {
  const { acquireConnection } = SqliteDriver.prototype;
  const bugged = new WeakMap<DatabaseConnection, DatabaseConnection>();
  let asked: RecordedQuery[] = [];

  SqliteDriver.prototype.acquireConnection = async function (this: SqliteDriver) {
    const quiet = await acquireConnection.call(this);
    const known = bugged.get(quiet) ?? {
      async executeQuery<R>(query: CompiledQuery) {
        asked.push({ sql: query.sql, plan: await explain(quiet, query) });
        return quiet.executeQuery<R>(query);
      },
      streamQuery: quiet.streamQuery.bind(quiet),
    };
    bugged.set(quiet, known);
    return known;
  };

  return {
    /** The queries of this piece of work, and of whatever else goes on at the same time. */
    async during(workload: () => Promise<unknown>): Promise<RecordedQuery[]> {
      asked = [];
      await workload();
      return asked;
    },
    stop: () => {
      SqliteDriver.prototype.acquireConnection = acquireConnection;
    },
  };
}

/** With the parameters bound, not written out: a value in the text can change the plan. */
async function explain(connection: DatabaseConnection, query: CompiledQuery): Promise<PlanStep[]> {
  if (!/^\s*(select|insert|update|delete)\b/i.test(query.sql)) return [];
  const { rows } = await connection.executeQuery<PlanStep>({
    ...query,
    sql: `explain query plan ${query.sql}`,
  });
  return rows;
}

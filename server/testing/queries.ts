import { type CompiledQuery, type DatabaseConnection, SqliteDriver } from 'kysely';

/** A step of SQLite's plan: `parent` is the step it is part of. */
export type Step = { id: number; parent: number; detail: string };
/** What the database was asked, and how it went about it. */
export type Asked = { sql: string; plan: Step[] };

/** Listens to every query. Answers what was asked meanwhile, and the undoing. */
export function listenToDatabase() {
  const { acquireConnection } = SqliteDriver.prototype;
  const bugged = new WeakMap<DatabaseConnection, DatabaseConnection>();
  let asked: Asked[] = [];

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
    async during(work: () => Promise<unknown>): Promise<Asked[]> {
      asked = [];
      await work();
      return asked;
    },
    stop: () => {
      SqliteDriver.prototype.acquireConnection = acquireConnection;
    },
  };
}

/** With the parameters bound, not written out: a value in the text can change the plan. */
async function explain(connection: DatabaseConnection, query: CompiledQuery): Promise<Step[]> {
  if (!/^\s*(select|insert|update|delete)\b/i.test(query.sql)) return [];
  const { rows } = await connection.executeQuery<Step>({ ...query, sql: `explain query plan ${query.sql}` });
  return rows;
}

import { type CompiledQuery, type DatabaseConnection, SqliteDriver } from 'kysely';

/**
 * Makes every query take a turn of the event loop. better-sqlite3 answers at once, so that what looks concurrent runs
 * without a pause and races sleep; with this (as with a database across a network) they happen. Answers the undoing.
 */
export function slowDatabase(): () => void {
  const { acquireConnection } = SqliteDriver.prototype;
  const slow = new WeakMap<DatabaseConnection, DatabaseConnection>();
  SqliteDriver.prototype.acquireConnection = async function (this: SqliteDriver) {
    const fast = await acquireConnection.call(this);
    const known = slow.get(fast) ?? {
      async executeQuery<R>(query: CompiledQuery) {
        await new Promise(setImmediate);
        return fast.executeQuery<R>(query);
      },
      streamQuery: fast.streamQuery.bind(fast),
    };
    slow.set(fast, known);
    return known;
  };
  return () => {
    SqliteDriver.prototype.acquireConnection = acquireConnection;
  };
}

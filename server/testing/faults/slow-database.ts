import { type CompiledQuery, type DatabaseConnection, SqliteDriver } from 'kysely';

/**
 * Delays every query by one event-loop turn. better-sqlite3 is synchronous, which hides race conditions; with the delay
 * they occur, as with a database across a network. Returns a function that removes the delay.
 */
export function slowDatabase(): () => void {
  const { acquireConnection } = SqliteDriver.prototype;
  const slow = new WeakMap<DatabaseConnection, DatabaseConnection>();
  SqliteDriver.prototype.acquireConnection = async function (this: SqliteDriver) {
    const fast = await acquireConnection.call(this);
    const delayed = slow.get(fast) ?? {
      async executeQuery<R>(query: CompiledQuery) {
        await new Promise(setImmediate);
        return fast.executeQuery<R>(query);
      },
      streamQuery: fast.streamQuery.bind(fast),
    };
    slow.set(fast, delayed);
    return delayed;
  };
  return () => {
    SqliteDriver.prototype.acquireConnection = acquireConnection;
  };
}

import type { Database, Statement } from 'better-sqlite3';

/** Enough for every query of the server; queries with lists of other lengths come and go. */
const MAX_STATEMENTS = 500;

/** Reuses prepared statements by their text: preparing one costs more than most executions. */
export function cacheStatements(database: Database): void {
  const prepare: (text: string) => Statement = database.prepare.bind(database);
  const statements = new Map<string, Statement>();
  const cached = (text: string): Statement => {
    const known = statements.get(text);
    // A busy statement is in the middle of an iteration.
    if (known && !known.busy) {
      statements.delete(text);
      statements.set(text, known);
      return known;
    }
    const statement = prepare(text);
    statements.set(text, statement);
    const [oldest] = statements.keys();
    if (statements.size > MAX_STATEMENTS && oldest !== undefined) statements.delete(oldest);
    return statement;
  };
  // Seam: `prepare` has a generic type for the rows, which the cache does not depend on.
  database.prepare = cached as Database['prepare'];
}

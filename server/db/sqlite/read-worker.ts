import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { cacheStatements } from './statement-cache.ts';

// The worker thread of `background-reader.ts`: runs one query after the other on a read-only connection.

export type ReadRequest = { sql: string; parameters: readonly unknown[] };
export type ReadAnswer = { rows: unknown[] } | { message: string; code: string | undefined };

const BUSY_TIMEOUT_MS = 5000;
const database = new Database(String(workerData), { readonly: true, timeout: BUSY_TIMEOUT_MS });
cacheStatements(database);

parentPort?.on('message', ({ sql, parameters }: ReadRequest) => {
  parentPort?.postMessage(answer(sql, parameters));
});

function answer(sql: string, parameters: readonly unknown[]): ReadAnswer {
  try {
    const statement = database.prepare(sql);
    if (statement.reader) return { rows: statement.all(...parameters) };
    statement.run(...parameters);
    return { rows: [] };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return { message, code };
  }
}

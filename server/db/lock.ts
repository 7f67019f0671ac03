import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { ConfigError, unusableDatabase } from '../config.ts';

/**
 * Locks a database file for this process: a second one would assign the same event numbers. The lock is SQLite's own,
 * on a file beside the database: the system frees it when the process dies, and a backup can still read. Returns the
 * function that unlocks.
 */
export function lockDatabase(file: string | null): () => void {
  if (file === null) return () => {};
  const lockFile = open(file);
  try {
    lockFile.exec('begin exclusive');
  } catch {
    lockFile.close();
    throw new ConfigError(`DATABASE_URL names ${file}, which another process is using`);
  }
  return () => lockFile.close();
}

function open(file: string): Database.Database {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return new Database(`${file}.lock`, { timeout: 0 });
  } catch (error) {
    throw unusableDatabase(file, error);
  }
}

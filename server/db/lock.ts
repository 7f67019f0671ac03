import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { ConfigError, unusableDatabase } from '../config.ts';

/**
 * Lets one process write to a database file: a second one would number events twice. The lock is SQLite's own on a
 * file beside it, so the system frees it however the process ends, and a backup can still read. Answers the release.
 */
export function lockDatabase(file: string | null): () => void {
  if (file === null) return () => {};
  const sidecar = open(file);
  try {
    sidecar.exec('begin exclusive');
  } catch {
    sidecar.close();
    throw new ConfigError(`DATABASE_URL names ${file}, which another process is using`);
  }
  return () => sidecar.close();
}

function open(file: string): Database.Database {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return new Database(`${file}.lock`, { timeout: 0 });
  } catch (error) {
    throw unusableDatabase(file, error);
  }
}

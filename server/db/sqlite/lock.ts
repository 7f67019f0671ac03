import Database from 'better-sqlite3';
import { ConfigError, unusableDatabase } from '../../config.ts';

/**
 * Locks a database file, given by its real path, for this process: a second one would assign the same event numbers.
 * The lock is SQLite's own, on a file beside the database: the system frees it when the process dies, and a backup can
 * still read. Returns the function that unlocks.
 */
export function lockDatabase(file: string | null): () => void {
  if (file === null) return () => {};
  let lockFile: Database.Database | undefined;
  try {
    lockFile = new Database(lockFileOf(file), { timeout: 0 });
    lockFile.exec('begin exclusive');
  } catch (error) {
    lockFile?.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new ConfigError(`DATABASE_URL names ${file}, which another process is using`);
    throw unusableDatabase(file, error);
  }
  return () => lockFile.close();
}

export const lockFileOf = (file: string) => `${file}.lock`;

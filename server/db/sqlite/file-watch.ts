import { type BigIntStats, statSync } from 'node:fs';
import { unavailable } from '../../errors.ts';
import { lockFileOf } from './lock.ts';

const CHECK_INTERVAL_MS = 2000;

/** Compares the paths of the database with the files that this process has open. */
export type DatabaseFiles = {
  /** Throws `unavailable` if a file was deleted or replaced. Takes a few microseconds: call it before each write is acknowledged. */
  check: () => void;
  /** Ends the checks on the timer. Call it before the database closes: SQLite then deletes the write-ahead log itself. */
  stop: () => void;
};

/** For a database in memory. */
export const noDatabaseFiles: DatabaseFiles = { check: () => {}, stop: () => {} };

/**
 * Watches the files of an open database. If one is deleted or replaced, SQLite keeps writing to the old one, and the
 * writes are gone after a restart. `configured` is the path in DATABASE_URL: a symbolic link there may be changed too.
 * Calls `onLost` once, with the path.
 *
 * SQLite itself creates the write-ahead log when it opens the database and deletes it when the last connection closes;
 * in between it only truncates it. The file is not opened here: closing it would free SQLite's locks.
 */
export function watchDatabaseFiles(
  file: string,
  configured: string,
  onLost: (path: string) => void,
): DatabaseFiles {
  const opened = new Map(
    [file, `${file}-wal`, `${file}-shm`, lockFileOf(file), configured].map((path) => [
      path,
      identityOf(path),
    ]),
  );
  let lost: string | undefined;

  const check = () => {
    if (lost === undefined) {
      lost = [...opened].find(([path, identity]) => !identity || isLost(path, identity))?.[0];
      if (lost !== undefined) onLost(lost);
    }
    if (lost !== undefined) throw unavailable();
  };
  const timer = setInterval(() => {
    try {
      check();
    } catch {
      // `onLost` has been called.
    }
  }, CHECK_INTERVAL_MS).unref();
  return { check, stop: () => clearInterval(timer) };
}

/** Whether another file or none is at this path. A failure to look there, such as EIO, does not prove it. */
function isLost(path: string, identity: string): boolean {
  const current = identityOf(path);
  return current !== undefined && current !== identity;
}

/** Device and inode of the file; empty if there is none, undefined if that cannot be found out. */
function identityOf(path: string): string | undefined {
  try {
    const stat: BigIntStats = statSync(path, { bigint: true });
    return `${stat.dev}:${stat.ino}`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENOENT' || code === 'ENOTDIR' ? '' : undefined;
  }
}

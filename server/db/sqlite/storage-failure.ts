import { unusableDatabase } from '../../config.ts';

/** SQLite's codes for a full, failing, read-only or foreign file, with their variants such as SQLITE_IOERR_WRITE. */
const STORAGE_CODES = /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY|PERM|CORRUPT|NOTADB|BUSY|LOCKED)/;

/** The error for the start if the database file cannot be used, with its name; any other error unchanged. */
export function asUnusableDatabase(file: string | null, error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && STORAGE_CODES.test(String(cause.code))) return unusableDatabase(file, cause);
  return error;
}

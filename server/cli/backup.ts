import { closeSync, existsSync, lstatSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ConfigError, oneLine, readConfig, unusableDatabase } from '../config.ts';
import { createPrivateFiles } from '../db/sqlite/file-modes.ts';
import { realDatabaseFile } from '../db/sqlite/real-path.ts';
import { asUnusableDatabase } from '../db/sqlite/storage-failure.ts';
import { exitWithError } from './exit-with-error.ts';

// `npm run backup -- <file>`: writes a consistent copy of the database while the server is running.
// To restore: stop the server, replace the database file with the copy, delete the old -wal and -shm files, start.

function backUp(target: string | undefined): void {
  createPrivateFiles();
  const { databaseFile, postgresUrl } = readConfig(process.env);
  if (postgresUrl !== undefined)
    throw new ConfigError('DATABASE_URL names a PostgreSQL database: back it up with pg_dump');
  if (!target || !databaseFile || lstatSync(target, { throwIfNoEntry: false }))
    throw new ConfigError(
      'Usage: npm run backup -- <new file>. DATABASE_URL must name a SQLite file; the new file must not exist.',
    );
  const { tickets, seq } = copyTo(target, openSource(databaseFile));
  process.stdout.write(
    `Backed up ${databaseFile} to ${target}: ${tickets} tickets, events up to ${seq ?? 0}, integrity ok.\n`,
  );
}

/** Copies the database and counts the copy's content. If that fails, it deletes the copy. */
function copyTo(target: string, source: Database.Database) {
  try {
    // Created empty, which SQLite accepts: a failure deletes only a file of this process.
    closeSync(openSync(target, 'wx'));
  } catch (error) {
    throw new ConfigError(`The backup file ${target} cannot be created: ${oneLine(error)}`);
  }
  try {
    source.prepare('vacuum into ?').run(target);
    return finishCopy(target);
  } catch (error) {
    for (const file of [target, `${target}-journal`]) rmSync(file, { force: true });
    throw new ConfigError(
      `The backup to ${target} failed and was deleted: ${oneLine(error)}. Check the disk space and the database.`,
    );
  } finally {
    source.close();
  }
}

function openSource(databaseFile: string): Database.Database {
  if (!existsSync(databaseFile)) throw unusableDatabase(databaseFile, 'it does not exist');
  try {
    const file = realDatabaseFile(databaseFile) ?? databaseFile;
    return new Database(file, { fileMustExist: true, timeout: 5000 });
  } catch (error) {
    throw asUnusableDatabase(databaseFile, error);
  }
}

/**
 * Counts the content of the copy and checks its integrity. Removes the id of the event log: the first start from the copy
 * creates a new one, so a page that has seen later events of the same numbers reads its data anew.
 */
function finishCopy(target: string) {
  const copy = new Database(target);
  try {
    copy.exec('delete from desk');
    const [check] = copy.pragma('integrity_check') as { integrity_check: string }[];
    if (check?.integrity_check !== 'ok') throw new Error(`integrity check: ${check?.integrity_check}`);
    const counts = copy
      .prepare('select count(*) as tickets, (select max(seq) from events) as seq from tickets')
      .get();
    return counts as { tickets: number; seq: number | null };
  } finally {
    copy.close();
  }
}

try {
  backUp(process.argv[2]);
} catch (error) {
  exitWithError(error);
}

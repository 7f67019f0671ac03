import { existsSync, lstatSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { ConfigError, readConfig, unusableDatabase } from '../config.ts';
import { createPrivateFiles } from '../db/file-modes.ts';
import { realDatabaseFile } from '../db/real-path.ts';
import { asUnusableDatabase } from '../db/storage-failure.ts';
import { exitWithError } from './exit-with-error.ts';

// `npm run backup -- <file>`: writes a consistent copy of the database while the server is running.
// To restore: stop the server, replace the database file with the copy, delete the old -wal and -shm files, start.

function backUp(target: string | undefined): void {
  createPrivateFiles();
  const { databaseFile } = readConfig(process.env);
  if (!target || !databaseFile || lstatSync(target, { throwIfNoEntry: false }))
    throw new ConfigError(
      'Usage: npm run backup -- <new file>. DATABASE_URL must name a SQLite file; the new file must not exist.',
    );
  const source = openSource(databaseFile);
  source.prepare('vacuum into ?').run(target);
  source.close();
  const { tickets, seq } = finishCopy(target);
  process.stdout.write(
    `Backed up ${databaseFile} to ${target}: ${tickets} tickets, events up to ${seq ?? 0}, integrity ok.\n`,
  );
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
 * Counts the content of the copy; deletes a damaged one. Removes the id of the event log: the first start from the copy
 * creates a new one, so a page that has seen later events of the same numbers reads its data anew.
 */
function finishCopy(target: string) {
  const copy = new Database(target);
  copy.exec('delete from desk');
  const [check] = copy.pragma('integrity_check') as { integrity_check: string }[];
  const counts = copy
    .prepare('select count(*) as tickets, (select max(seq) from events) as seq from tickets')
    .get();
  copy.close();
  if (check?.integrity_check !== 'ok') {
    rmSync(target);
    throw new Error(`The backup failed its integrity check and was deleted: ${check?.integrity_check}`);
  }
  return counts as { tickets: number; seq: number | null };
}

try {
  backUp(process.argv[2]);
} catch (error) {
  exitWithError(error);
}

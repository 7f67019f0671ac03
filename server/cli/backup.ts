import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { readConfig } from '../config.ts';

// `npm run backup -- <file>`: writes a consistent copy of the database while the server is running.
// To restore: stop the server, replace the database file with the copy, delete the old -wal and -shm files, start.

const target = process.argv[2];
const { databaseFile } = readConfig(process.env);

function backUpDatabase(from: string, to: string): void {
  const source = new Database(from, { fileMustExist: true, timeout: 5000 });
  source.prepare('vacuum into ?').run(to);
  source.close();
  const copy = new Database(to, { readonly: true });
  const [check] = copy.pragma('integrity_check') as { integrity_check: string }[];
  const counts = copy
    .prepare('select count(*) as tickets, (select max(seq) from events) as seq from tickets')
    .get();
  copy.close();
  if (check?.integrity_check !== 'ok') {
    rmSync(to);
    throw new Error(`The backup failed its integrity check and was deleted: ${check?.integrity_check}`);
  }
  const { tickets, seq } = counts as { tickets: number; seq: number | null };
  process.stdout.write(
    `Backed up ${from} to ${to}: ${tickets} tickets, events up to ${seq ?? 0}, integrity ok.\n`,
  );
}

if (!target || !databaseFile || existsSync(target)) {
  process.stderr.write(
    'Usage: npm run backup -- <new file>. DATABASE_URL must name a SQLite file; the new file must not exist.\n',
  );
  process.exit(1);
}
backUpDatabase(databaseFile, target);

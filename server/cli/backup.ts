import { existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { readConfig } from '../config.ts';

// `npm run backup -- <file>`: a copy of the database as it is at one moment, while the desk goes on writing.
// Restore: stop the desk, put the copy in the database's place (without the old -wal and -shm), start.

const target = process.argv[2];
const { databaseFile } = readConfig(process.env);
const say = (line: string) => process.stdout.write(`${line}\n`);

function backUp(from: string, to: string): void {
  const source = new Database(from, { fileMustExist: true, timeout: 5000 });
  source.prepare('vacuum into ?').run(to);
  source.close();
  const copy = new Database(to, { readonly: true });
  const [check] = copy.pragma('integrity_check') as { integrity_check: string }[];
  const counted = copy
    .prepare('select count(*) as tickets, (select max(seq) from events) as seq from tickets')
    .get();
  copy.close();
  if (check?.integrity_check !== 'ok') {
    rmSync(to);
    throw new Error(`The copy is damaged: ${check?.integrity_check}`);
  }
  const { tickets, seq } = counted as { tickets: number; seq: number | null };
  say(`Backed up ${from} to ${to}: ${tickets} tickets, events up to ${seq ?? 0}, integrity ok.`);
}

if (!target || !databaseFile || existsSync(target)) {
  process.stderr.write('Usage: npm run backup -- <new file>, with DATABASE_URL naming a SQLite file\n');
  process.exit(1);
}
backUp(databaseFile, target);

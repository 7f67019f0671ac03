import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { createDatabaseFile } from '../testing/server-process.ts';
import { createTicket, startTestApp } from '../testing/test-app.ts';

const MB = 1024 * 1024;
const LIMIT = 8 * MB;

const database = createDatabaseFile();
afterAll(database.remove);

it('DB-7 the write-ahead log stays small under writes, after a long backup and after a stop', async () => {
  const app = await startTestApp({ DATABASE_URL: `sqlite:${database.file}` });
  const carl = await app.createUser('customer');
  const size = () => statSync(`${database.file}-wal`).size;
  const description = 'x'.repeat(20_000);
  const write = (times: number) =>
    Promise.all(Array.from({ length: times }, () => createTicket(carl, { description })));

  await write(60);
  expect(size()).toBeLessThan(LIMIT);

  // An open read transaction prevents a checkpoint.
  const backup = new Database(database.file, { readonly: true });
  backup.exec('begin');
  backup.prepare('select count(*) from tickets').get();
  while (size() < LIMIT + MB) await write(20);
  backup.close();
  await write(2);
  expect(size()).toBeLessThanOrEqual(LIMIT);

  await app.close();
  expect(existsSync(`${database.file}-wal`)).toBe(false);
});

import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { createDatabaseFile } from '../testing/server-process.ts';
import { createTicket, startTestApp } from '../testing/test-app.ts';

const MB = 1024 * 1024;
const LIMIT = 8 * MB;

const place = createDatabaseFile();
afterAll(place.remove);

it('DB-7 the write-ahead log stays small: while people write, after a long backup, and after a stop', async () => {
  const app = await startTestApp({ DATABASE_URL: `sqlite:${place.file}` });
  const carl = await app.createUser('customer');
  const size = () => statSync(`${place.file}-wal`).size;
  const description = 'x'.repeat(20_000);
  const write = (times: number) =>
    Promise.all(Array.from({ length: times }, () => createTicket(carl, { description })));

  await write(60);
  expect(size()).toBeLessThan(LIMIT);

  // As long as somebody reads, nothing can be taken out of the log.
  const backup = new Database(place.file, { readonly: true });
  backup.exec('begin');
  backup.prepare('select count(*) from tickets').get();
  while (size() < LIMIT + MB) await write(20);
  backup.close();
  await write(2);
  expect(size()).toBeLessThanOrEqual(LIMIT);

  await app.close();
  expect(existsSync(`${place.file}-wal`)).toBe(false);
});

import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { createDatabaseFile } from '../testing/server-process.ts';
import { createTicket, startTestApp } from '../testing/test-app.ts';

const database = createDatabaseFile();
const app = await startTestApp({ DATABASE_URL: `sqlite:${database.file}` });
afterAll(async () => {
  await app.close();
  database.remove();
});
const carl = await app.createUser('customer', 'Carl');
const pragma = (text: string) => app.orm.em.fork().execute(`pragma ${text}`);
const draft = { subject: 'Help', description: 'x'.repeat(20_000) };

it('DB-5 a full disk returns 503 without a change; writes succeed again when there is space', async () => {
  const [{ page_count: pages } = { page_count: 0 }] = await pragma('page_count');
  await pragma(`max_page_count = ${pages}`);
  const before = await carl.get<{ total: number; seq: number }>('/api/tickets');
  const refused = await carl.post('/api/tickets', draft);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBeTruthy();
  expect(refused.body.detail).not.toMatch(/sqlite|disk|database/i);
  expect((await carl.get('/api/tickets')).body).toEqual(before.body);

  await pragma('max_page_count = 1000000');
  expect((await carl.post('/api/tickets', draft)).status).toBe(201);
});

it('ID-3 a locked database returns 503, and a retry with the same key succeeds later', async () => {
  await pragma('busy_timeout = 50');
  const other = new Database(database.file);
  other.exec('begin immediate');
  const key = crypto.randomUUID();
  const refused = await carl.post('/api/tickets', draft, { key });
  expect(refused.status).toBe(503);
  other.exec('rollback');
  other.close();
  expect((await carl.post('/api/tickets', draft, { key })).status).toBe(201);
});

it('AU-4 an unreadable database returns 503 and ends no session', async () => {
  await createTicket(carl);
  await pragma('busy_timeout = 50');
  await app.orm.em.fork().execute('alter table sessions rename to hidden');
  const { status, body } = await carl.get('/api/auth/me');
  await app.orm.em.fork().execute('alter table hidden rename to sessions');
  expect([status, body.code]).toEqual([503, 'unavailable']);
  expect((await carl.get('/api/auth/me')).status).toBe(200);
});

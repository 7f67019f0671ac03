import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { createTicket, startTestApp, waitFor } from '../testing/test-app.ts';
import { inTransaction } from './orm.ts';

const lines: string[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) });
const app = await startTestApp({}, log);
afterAll(app.close);

it('DB-3 a transaction that stays open is logged once, with its origin', async () => {
  const carl = await app.createUser('customer');
  await createTicket(carl);
  expect(lines).toEqual([]);

  const { promise: end, resolve } = Promise.withResolvers<void>();
  const transaction = inTransaction(app.orm.em.fork(), () => end);
  const waiting = createTicket(carl);
  await waitFor(() => lines.length > 0);
  resolve();
  await Promise.all([transaction, waiting]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('long-transactions.test.ts');
});

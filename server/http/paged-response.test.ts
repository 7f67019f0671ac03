import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { insertReplies } from '../testing/big-thread.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { createTicket, startTestApp } from '../testing/test-app.ts';

const database = createDatabaseFile();
const entries: { level: number; requestId?: string; err?: { message: string } }[] = [];
const log = pino({ level: 'error' }, { write: (entry: string) => void entries.push(JSON.parse(entry)) });
const app = await startTestApp({ DATABASE_URL: `sqlite:${database.file}` }, log);
afterAll(async () => {
  await app.close();
  database.remove();
});
const carl = await app.createUser('customer');
const ticket = await createTicket(carl);
const path = `/api/tickets/${ticket.id}`;
// In JSON a control character has six bytes: more than the buffers of the operating system hold.
insertReplies(database.file, { ticketId: ticket.id, count: 200, content: `x${'\u0001'.repeat(19_999)}` });

/** Begins to read the thread; returns the connection and its response so far. */
async function beginResponse() {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: helpdesk\r\nAuthorization: Bearer ${carl.token}\r\n\r\n`);
  await once(socket, 'readable');
  return { socket, head: String(socket.read()) };
}

it('HT-6 a long response whose rest cannot be read is cut, and the error is logged', async () => {
  const { socket, head } = await beginResponse();
  await app.sql('alter table replies rename to unreadable');
  let text = head;
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  await app.sql('alter table unreadable rename to replies');
  expect(text.endsWith('0\r\n\r\n')).toBe(false);
  const requestId = /x-request-id: (\S+)/i.exec(text)?.[1];
  expect(entries).toEqual([
    expect.objectContaining({
      requestId,
      err: expect.objectContaining({ message: expect.stringContaining('replies') }),
    }),
  ]);
  expect((await carl.get(path)).status).toBe(200);
});

it('HT-6 a client that closes a long response is no error', async () => {
  entries.length = 0;
  const { socket } = await beginResponse();
  socket.destroy();
  expect((await carl.get(path)).status).toBe(200);
  expect(entries).toEqual([]);
});

it('HT-6 with RATE_LIMITS=off no long response is refused, however many wait', async () => {
  const { socket } = await beginResponse();
  const responses = Array.from({ length: 25 }, () => carl.get(`${path}/replies?limit=15`));
  await Promise.race([...responses, pause(1000)]);
  socket.destroy();
  const statuses = (await Promise.all(responses)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200]));
});

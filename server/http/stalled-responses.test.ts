import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import type { Reply } from '../../shared/schemas.ts';
import { insertReplies } from '../testing/big-thread.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { createTicket, startTestApp } from '../testing/test-app.ts';
import { cutStalledResponses } from './stalled-responses.ts';

const STALLED_AFTER_MS = 1000;
const database = createDatabaseFile();
const app = await startTestApp({ DATABASE_URL: `sqlite:${database.file}` }, pino({ level: 'silent' }), {
  stalledAfterMs: STALLED_AFTER_MS,
});
afterAll(async () => {
  await app.close();
  database.remove();
});

/** Sends a request and reads only the start of the response. */
function requestWithoutReading(url: string, path: string, token = '') {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const [begun, closed] = [once(socket, 'readable'), once(socket, 'close')];
  begun.catch(() => {});
  socket.on('error', () => {});
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: helpdesk\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
  );
  return { socket, begun, closed };
}

/** The open connections of the server. */
const connections = (http: ReturnType<typeof createServer>) =>
  new Promise<number>((resolve, reject) =>
    http.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

it('HT-6 cuts clients that do not read a long response, and then serves their user again', async () => {
  const carl = await app.createUser('customer');
  const ticket = await createTicket(carl);
  // In JSON a control character has six bytes: more than the buffers of the operating system hold.
  insertReplies(database.file, { ticketId: ticket.id, count: 300, content: `x${'\u0001'.repeat(19_999)}` });
  const path = `/api/tickets/${ticket.id}`;
  const clients = Array.from({ length: 5 }, () => requestWithoutReading(app.url, path, carl.token));
  // A response begins when the one before it was cut.
  await Promise.all(clients.map(({ begun }) => begun));
  const { body } = await carl.get<{ replies: Reply[] }>(path);
  const whole = Buffer.byteLength(JSON.stringify(body));
  expect(whole).toBeGreaterThan(20_000_000);

  // A client that does not read notices its end only when it reads on.
  for (const { socket } of clients) socket.resume();
  await Promise.all(clients.map(({ closed }) => closed));
  for (const { socket } of clients) expect(socket.bytesRead).toBeLessThan(whole / 2);
});

it('HT-6 cuts every kind of response, and neither a slow reader nor one that has not begun', async () => {
  const big = Buffer.alloc(64 * 1024 * 1024);
  const http = createServer(async (request, response) => {
    if (request.url === '/later') await pause(3 * STALLED_AFTER_MS);
    response.end(request.url === '/later' ? 'done' : big);
  });
  cutStalledResponses(http, STALLED_AFTER_MS);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const unread = requestWithoutReading(url, '/');
  await once(http, 'connection');
  while ((await connections(http)) > 0) await pause(20);
  unread.socket.destroy();
  expect(await (await fetch(`${url}/later`)).text()).toBe('done');

  let received = 0;
  const startedAt = performance.now();
  for await (const chunk of (await fetch(url)).body ?? []) {
    received += chunk.length;
    if (performance.now() - startedAt < 3 * STALLED_AFTER_MS) await pause(STALLED_AFTER_MS / 100);
  }
  expect(received).toBe(big.length);
  http.closeAllConnections();
  http.close();
});

import { EventEmitter } from 'node:events';
import type { Socket as TcpSocket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { createReply, createTicket, startTestApp, type TestSocket, waitFor } from '../testing/test-app.ts';
import type { ServerSocket } from './rooms.ts';
import { waitForDrain } from './slow-consumers.ts';

const app = await startTestApp({ METRICS: 'on' });
afterAll(app.close);
const ada = await app.createUser('agent', 'Ada');
const carl = await app.createUser('customer', 'Carl');
const REPLIES = 900;
const metrics = async () => (await fetch(`${app.url}/metrics`)).text();

/** Stops reading from the network, as a client on a broken connection does. */
function stopReading(watcher: TestSocket): () => void {
  // The seam into engine.io's websocket: it has no public way to pause.
  const { transport } = watcher.socket.io.engine as unknown as { transport: { ws: { _socket: TcpSocket } } };
  const tcp = transport.ws._socket;
  tcp.pause();
  return () => tcp.resume();
}

it('RT-13 disconnects a client that does not read; others go on, and it misses no event', async () => {
  const ticket = await createTicket(carl);
  const slow = await app.openSocket(ada);
  const quick = await app.openSocket(carl);
  await waitFor(() => slow.socket.io.engine.transport.name === 'websocket');
  const resume = stopReading(slow);
  const cut = new Promise((resolve) => slow.socket.once('disconnect', resolve));

  const text = 'x'.repeat(19_000);
  for (let sent = 0; sent < REPLIES; sent += 30) {
    await Promise.all(Array.from({ length: 30 }, () => createReply(carl, ticket, text)));
  }
  await quick.waitForEvents(REPLIES);
  await waitFor(async () => (await metrics()).includes('\nsockets 1\n'));
  resume();
  await cut;

  const after = slow.events.at(-1)?.seq ?? 1;
  const back = await app.openSocket(ada, { after });
  expect(after + back.events.length).toBe(REPLIES + 1);
  expect(after).toBeLessThan(REPLIES);
});

it('RT-13 a replay of long events pauses long before its client would be cut', async () => {
  const writeBuffer = Array.from({ length: 10 }, () => ({ data: 'x'.repeat(120_000) }));
  const conn = Object.assign(new EventEmitter(), { writeBuffer });
  let isDrained = false;
  const drained = waitForDrain({ connected: true, conn } as unknown as ServerSocket).then(() => {
    isDrained = true;
  });
  await nextTurn();
  expect(isDrained).toBe(false);
  writeBuffer.length = 0;
  conn.emit('drain');
  await drained;
});

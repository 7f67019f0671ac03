import type { Socket as TcpSocket } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { replyBy, startTestApp, ticketBy, until, type Watcher } from '../testing/test-app.ts';

const desk = await startTestApp();
afterAll(desk.close);
const ada = await desk.as('agent', 'Ada');
const carl = await desk.as('customer', 'Carl');
const REPLIES = 900;

/** Stops reading from the network, as a laptop on a train does. */
function stopReading(watcher: Watcher): () => void {
  // The seam into engine.io's websocket: there is no public way to be slow.
  const { transport } = watcher.socket.io.engine as unknown as { transport: { ws: { _socket: TcpSocket } } };
  const tcp = transport.ws._socket;
  tcp.pause();
  return () => tcp.resume();
}

it('RT-13 a reader that does not read is cut, nobody else notices, and it misses nothing', async () => {
  const ticket = await ticketBy(carl);
  const slow = await desk.watch(ada);
  const quick = await desk.watch(carl);
  await until(() => slow.socket.io.engine.transport.name === 'websocket');
  const resume = stopReading(slow);
  const cut = new Promise((resolve) => slow.socket.once('disconnect', resolve));

  const text = 'x'.repeat(19_000);
  for (let sent = 0; sent < REPLIES; sent += 30) {
    await Promise.all(Array.from({ length: 30 }, () => replyBy(carl, ticket, text)));
  }
  await quick.has(REPLIES);
  await until(async () => (await fetch(`${desk.url}/healthz`)).ok);
  resume();
  await cut;

  const after = slow.events.at(-1)?.seq ?? 1;
  const back = await desk.watch(ada, { after });
  expect(after + back.events.length).toBe(REPLIES + 1);
  expect(after).toBeLessThan(REPLIES);
});

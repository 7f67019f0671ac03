import { afterEach, expect, it } from 'vitest';
import { startClientLoad } from '../testing/load/client-load.ts';
import {
  createAccounts,
  createDatabaseFile,
  LONG,
  sendRequest,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';
import { startTestApp, waitFor } from '../testing/test-app.ts';

const CLIENTS = 1000;
/** The most sockets of one user. */
const SOCKETS_PER_USER = 20;
/** About how long a browser waits before it reconnects. */
const RECONNECT_DELAY_MS = 1000;
const MAX_RECONNECT_MS = 60_000;
/** The 95th percentile: the first probes meet all connections at once, on a cold server. */
const MAX_PROBE_MS = 200;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

it.runIf(LONG)(
  `OP-3 the server stays ready while ${CLIENTS} clients behind one address reconnect, and they miss no event`,
  async () => {
    const { file, remove } = createDatabaseFile();
    endings.push(remove);
    const names = Array.from({ length: CLIENTS / SOCKETS_PER_USER }, (_, i) => `Carl ${i}`);
    const hired = await createAccounts(
      file,
      names.map((name, i) => ({ name, role: 'customer', email: `carl${i}@example.com` })),
    );
    const before = await startServer(file, { env: { RATE_LIMITS: 'on' } });
    endings.push(() => before.kill());
    const users = await Promise.all(hired.map((user) => signIn(before.url, user)));
    const tokens = users.map(({ token }) => token);
    const crowd = await startClientLoad({
      url: before.url,
      tokens,
      connectionsPerToken: SOCKETS_PER_USER,
      reconnectDelayMs: RECONNECT_DELAY_MS,
    });
    endings.push(crowd.close);
    await waitFor(() => crowd.stats().connected === CLIENTS, MAX_RECONNECT_MS);

    // Emitted to some of them at most: the server is killed right after the responses.
    await Promise.all(users.map((user) => submit(before.url, user)));
    await before.kill();
    await waitFor(() => crowd.stats().connected === 0);
    const begun = performance.now();
    const after = await startServer(file, { env: { RATE_LIMITS: 'on', PORT: String(before.port) } });
    endings.push(() => after.kill());
    const started = performance.now();
    const probes: number[] = [];
    const writing = Promise.all(users.map((user) => submit(after.url, user)));
    await waitFor(async () => {
      for (const path of ['/healthz', '/readyz']) {
        const sent = performance.now();
        expect((await sendRequest(after.url + path)).status).toBe(200);
        probes.push(performance.now() - sent);
      }
      return crowd.stats().connected === CLIENTS;
    }, MAX_RECONNECT_MS);
    const back = performance.now();
    await writing;

    await waitFor(() => crowd.stats().received >= 2 * CLIENTS, MAX_RECONNECT_MS);
    expect(crowd.stats()).toEqual({ connected: CLIENTS, received: 2 * CLIENTS, errors: [] });
    const sorted = probes.toSorted((a, b) => a - b);
    const [p95 = 0, slowest = 0] = [sorted[Math.floor(sorted.length * 0.95)], sorted.at(-1)];
    if (process.env.FIGURES) {
      const ms = { boot: started - begun, back: back - started, p95, slowest };
      const rounded = Object.entries(ms).map(([name, value]) => [name, Math.round(value)]);
      process.stderr.write(
        `${JSON.stringify({ storm: { CLIENTS, probes: probes.length, ...Object.fromEntries(rounded) } })}\n`,
      );
    }
    expect(p95).toBeLessThan(MAX_PROBE_MS);
  },
  180_000,
);

it('OP-3 many connections at once do not starve HTTP requests', async () => {
  const app = await startTestApp();
  endings.push(app.close);
  const { token } = await app.createUser('customer');
  let live = 0;
  const sockets = Array.from({ length: 200 }, () => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    socket.addEventListener('message', ({ data }) => {
      if (String(data).startsWith('42["ready"')) live += 1;
    });
    return socket;
  });
  endings.push(() => sockets.map((socket) => socket.close()));
  await waitFor(() => sockets.every((socket) => socket.readyState === WebSocket.OPEN));
  for (const socket of sockets) socket.send(`40${JSON.stringify({ token })}`);
  expect((await app.anonymous.get('/healthz')).status).toBe(200);
  expect(live).toBeLessThan(sockets.length / 2);
  await waitFor(() => live === sockets.length);
});

/** Submits a ticket: one event for each client of this user. */
async function submit(url: string, { token }: TestAccount): Promise<void> {
  const body = { subject: 'Help', description: 'It broke.' };
  expect((await sendRequest(`${url}/api/tickets`, { method: 'POST', token, body })).status).toBe(201);
}

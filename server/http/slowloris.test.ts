import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createDatabaseFile, LONG, sendRequest, startServer } from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';

const CONNECTIONS = 500;
/** The short run divides all timeouts by this. */
const TIMEOUT_DIVISOR = LONG ? 1 : 10;
/** The limits of HT-1 plus one interval of Node's periodic timeout check. */
const HEADERS_WITHIN_MS = 20_000 / TIMEOUT_DIVISOR;
const REQUEST_WITHIN_MS = 35_000 / TIMEOUT_DIVISOR;
/** Tolerance for a busy machine. The short run detects a missing limit, the long run also a limit that is too high. */
const GRACE_MS = LONG ? 3500 : 10_000;
const HEALTHY_MS = LONG ? 200 : 2000;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const PARTIAL_REQUESTS = {
  nothing: '',
  headers: 'GET /healthz HTTP/1.1\r\nHost: helpdesk\r\nX-Slow: ',
  body: 'POST /api/auth/login HTTP/1.1\r\nHost: helpdesk\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"email":',
};

it(`HT-1 ${CONNECTIONS} incomplete requests are closed and do not delay other requests`, async () => {
  const { file, remove } = createDatabaseFile();
  endings.push(remove);
  const preload = path.join(import.meta.dirname, '../testing/faults/fast-timers.ts');
  const server = await startServer(file, { preload, env: { TIMEOUT_DIVISOR: String(TIMEOUT_DIVISOR) } });
  endings.push(() => server.kill());
  await sendRequest(`${server.url}/healthz`);

  const startedAt = performance.now();
  const kinds = Object.keys(PARTIAL_REQUESTS) as (keyof typeof PARTIAL_REQUESTS)[];
  const slow = Array.from({ length: CONNECTIONS }, (_, i) => {
    const kind = kinds[i % kinds.length] ?? 'nothing';
    return { kind, ...sendPartialRequest(server.port, PARTIAL_REQUESTS[kind]) };
  });
  endings.push(() => slow.map(({ socket }) => socket.destroy()));
  const probes: number[] = [];
  await waitFor(async () => {
    const sentAt = performance.now();
    expect((await sendRequest(`${server.url}/healthz`)).status).toBe(200);
    probes.push(performance.now() - sentAt);
    return slow.every(({ closedAt }) => closedAt() > 0);
  }, REQUEST_WITHIN_MS + 10_000);

  const latest = (kind: keyof typeof PARTIAL_REQUESTS) =>
    Math.max(...slow.filter((one) => one.kind === kind).map(({ closedAt }) => closedAt() - startedAt));
  const sorted = probes.toSorted((a, b) => a - b);
  const healthy = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
  if (process.env.FIGURES) {
    const figures = { ...Object.fromEntries(kinds.map((kind) => [kind, Math.round(latest(kind))])), healthy };
    process.stderr.write(
      `${JSON.stringify({ slowloris: { CONNECTIONS, TIMEOUT_DIVISOR, ...figures, slowest: sorted.at(-1) } })}\n`,
    );
  }
  expect(latest('nothing')).toBeLessThan(HEADERS_WITHIN_MS + GRACE_MS);
  expect(latest('headers')).toBeLessThan(HEADERS_WITHIN_MS + GRACE_MS);
  expect(latest('body')).toBeLessThan(REQUEST_WITHIN_MS + GRACE_MS);
  // On any machine, missing headers time out well before a missing body.
  expect(latest('body') - latest('headers')).toBeGreaterThan(8000 / TIMEOUT_DIVISOR);
  expect(healthy).toBeLessThan(HEALTHY_MS);
}, 120_000);

/** Opens a connection and sends a request that never ends. */
function sendPartialRequest(port: number, text: string): { socket: Socket; closedAt: () => number } {
  let at = 0;
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  socket.on('error', () => {}).on('data', () => {});
  socket.on('close', () => {
    at = performance.now();
  });
  return { socket, closedAt: () => at };
}

import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createDatabaseFile, LONG, sendRequest, startServer } from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';

const CONNECTIONS = 500;
/** How many times as fast as in life. */
const TIMEOUT_DIVISOR = LONG ? 1 : 10;
/** What HT-1 allows, and one look at the clock of a server that looks now and then. */
const HEADERS_WITHIN_MS = 20_000 / TIMEOUT_DIVISOR;
const REQUEST_WITHIN_MS = 35_000 / TIMEOUT_DIVISOR;
/** Busy cores may be late. The short round, beside other tests, notices a missing limit, the long one a lax one. */
const GRACE_MS = LONG ? 3500 : 10_000;
const HEALTHY_MS = LONG ? 200 : 2000;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

const HALF = {
  nothing: '',
  headers: 'GET /healthz HTTP/1.1\r\nHost: desk\r\nX-Slow: ',
  body: 'POST /api/auth/login HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"email":',
};

it(`HT-1 ${CONNECTIONS} half-sent requests are cut, and meanwhile nobody else notices`, async () => {
  const { file, remove } = createDatabaseFile();
  endings.push(remove);
  const preload = path.join(import.meta.dirname, '../testing/faults/fast-timers.ts');
  const server = await startServer(file, { preload, env: { TIMEOUT_DIVISOR: String(TIMEOUT_DIVISOR) } });
  endings.push(() => server.kill());
  await sendRequest(`${server.url}/healthz`);

  const begun = performance.now();
  const kinds = Object.keys(HALF) as (keyof typeof HALF)[];
  const slow = Array.from({ length: CONNECTIONS }, (_, i) => {
    const half = kinds[i % kinds.length] ?? 'nothing';
    return { half, ...sendHalf(server.port, HALF[half]) };
  });
  endings.push(() => slow.map(({ line }) => line.destroy()));
  const probes: number[] = [];
  await waitFor(async () => {
    const asked = performance.now();
    expect((await sendRequest(`${server.url}/healthz`)).status).toBe(200);
    probes.push(performance.now() - asked);
    return slow.every(({ cutAt }) => cutAt() > 0);
  }, REQUEST_WITHIN_MS + 10_000);

  const latest = (half: keyof typeof HALF) =>
    Math.max(...slow.filter((one) => one.half === half).map(({ cutAt }) => cutAt() - begun));
  const sorted = probes.toSorted((a, b) => a - b);
  const healthy = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
  if (process.env.FIGURES) {
    const figures = { ...Object.fromEntries(kinds.map((half) => [half, Math.round(latest(half))])), healthy };
    process.stderr.write(
      `${JSON.stringify({ slowloris: { CONNECTIONS, TIMEOUT_DIVISOR, ...figures, slowest: sorted.at(-1) } })}\n`,
    );
  }
  expect(latest('nothing')).toBeLessThan(HEADERS_WITHIN_MS + GRACE_MS);
  expect(latest('headers')).toBeLessThan(HEADERS_WITHIN_MS + GRACE_MS);
  expect(latest('body')).toBeLessThan(REQUEST_WITHIN_MS + GRACE_MS);
  // Busy or not: who sends no headers is cut long before who sends no body.
  expect(latest('body') - latest('headers')).toBeGreaterThan(8000 / TIMEOUT_DIVISOR);
  expect(healthy).toBeLessThan(HEALTHY_MS);
}, 120_000);

/** A line on which a request begins and never ends. */
function sendHalf(port: number, text: string): { line: Socket; cutAt: () => number } {
  let at = 0;
  const line = connect(port, '127.0.0.1', () => line.write(text));
  line.on('error', () => {}).on('data', () => {});
  line.on('close', () => {
    at = performance.now();
  });
  return { line, cutAt: () => at };
}

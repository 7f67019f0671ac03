import { afterAll, expect, it } from 'vitest';
import { createDatabaseFile, LONG, sendRequest, signIn, startServer } from '../testing/server-process.ts';

// A hash of the real cost is 70 ms of processor time and more: made where requests are answered, everybody waits for it.

const LOGINS = LONG ? 100 : 16;
/** The requirement; a short run, on a machine that does other things as well, is judged by its median. */
const MOST_MS = LONG
  ? ({ rank: 'p99', loop: 50, get: 100 } as const)
  : ({ rank: 'p50', loop: 50, get: 50 } as const);

const place = createDatabaseFile();
const server = await startServer(place.file, { env: { SEED: 'demo', METRICS: 'on' } });
afterAll(async () => {
  await server.kill();
  place.remove();
});

/** The event loop's delays in the server's own process since this was last asked, in milliseconds. */
async function loopDelays(): Promise<{ p50: number; p99: number; max: number }> {
  const { text } = await sendRequest(`${server.url}/metrics`);
  const [p50 = 0, p99 = 0, max = 0] = ['p50', 'p99', 'max'].map(
    (which) =>
      1000 * Number(new RegExp(`^nodejs_eventloop_lag_${which}_seconds (\\S+)$`, 'm').exec(text)?.[1]),
  );
  return { p50, p99, max };
}

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

it(`AU-8 ${LOGINS} people sign in at once, and nobody else notices`, async () => {
  const sam = {
    id: 0,
    name: 'Sam',
    email: 'agent@example.com',
    role: 'agent',
    password: 'agent123',
    token: '',
  } as const;
  const { token } = await signIn(server.url, sam);
  await loopDelays();

  let signingIn = true;
  const logins = Promise.all(
    Array.from({ length: LOGINS }, (_, i) => {
      const body = { email: `nobody${i}@example.com`, password: 'wrong horse' };
      return sendRequest(`${server.url}/api/auth/login`, { method: 'POST', body });
    }),
  ).finally(() => {
    signingIn = false;
  });
  const waits: number[] = [];
  while (signingIn) {
    const asked = performance.now();
    expect((await sendRequest(`${server.url}/api/tickets`, { token })).status).toBe(200);
    waits.push(performance.now() - asked);
  }
  const loop = await loopDelays();
  expect((await logins).map(({ status }) => status)).toEqual(Array(LOGINS).fill(401));

  const get = { p50: percentile(waits, 0.5), p99: percentile(waits, 0.99), count: waits.length };
  if (LONG || process.env.FIGURES) process.stderr.write(`${JSON.stringify({ logins: LOGINS, loop, get })}\n`);
  expect(loop[MOST_MS.rank]).toBeLessThan(MOST_MS.loop);
  expect(get[MOST_MS.rank]).toBeLessThan(MOST_MS.get);
}, 120_000);

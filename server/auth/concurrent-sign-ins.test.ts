import { afterAll, expect, it } from 'vitest';
import { createDatabaseFile, LONG, sendRequest, signIn, startServer } from '../testing/server-process.ts';

// A hash with the production cost takes at least 70 ms of CPU time. On the main thread it would delay all requests.

const LOGINS = LONG ? 100 : 16;
/** The long run checks the required p99; the short run checks the median, because other tests run at the same time. */
const MAX_MS = LONG
  ? ({ rank: 'p99', loop: 50, get: 100 } as const)
  : ({ rank: 'p50', loop: 50, get: 50 } as const);

const database = createDatabaseFile();
const server = await startServer(database.file, { env: { SEED: 'demo', METRICS: 'on' } });
afterAll(async () => {
  await server.kill();
  database.remove();
});

/** The server's event-loop delays in milliseconds since the previous call. */
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

it(`AU-8 ${LOGINS} concurrent sign-ins do not delay other requests`, async () => {
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
      const body = { email: `unknown${i}@example.com`, password: 'wrong horse' };
      return sendRequest(`${server.url}/api/auth/login`, { method: 'POST', body });
    }),
  ).finally(() => {
    signingIn = false;
  });
  const durations: number[] = [];
  while (signingIn) {
    const sentAt = performance.now();
    expect((await sendRequest(`${server.url}/api/tickets`, { token })).status).toBe(200);
    durations.push(performance.now() - sentAt);
  }
  const loop = await loopDelays();
  expect((await logins).map(({ status }) => status)).toEqual(Array(LOGINS).fill(401));

  const get = { p50: percentile(durations, 0.5), p99: percentile(durations, 0.99), count: durations.length };
  if (LONG || process.env.FIGURES) process.stderr.write(`${JSON.stringify({ logins: LOGINS, loop, get })}\n`);
  expect(loop[MAX_MS.rank]).toBeLessThan(MAX_MS.loop);
  expect(get[MAX_MS.rank]).toBeLessThan(MAX_MS.get);
}, 120_000);

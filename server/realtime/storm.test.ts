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
/** As many devices of one person as may be connected. */
const PER_PERSON = 20;
/** After how long a browser tries again, more or less. */
const PAUSE_MS = 1000;
const ALL_BACK_MS = 60_000;
/** Of 95 probes in a hundred: the very first meet all the lines that are opened at once, on a server still cold. */
const HEALTHY_MS = 200;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

it.runIf(LONG)(
  `OP-3 ${CLIENTS} clients behind one address come back after a restart: the server stays ready, they miss nothing`,
  async () => {
    const { file, remove } = createDatabaseFile();
    endings.push(remove);
    const names = Array.from({ length: CLIENTS / PER_PERSON }, (_, i) => `Carl ${i}`);
    const hired = await createAccounts(
      file,
      names.map((name, i) => ({ name, role: 'customer', email: `carl${i}@example.com` })),
    );
    const before = await startServer(file, { env: { RATE_LIMITS: 'on' } });
    endings.push(() => before.kill());
    const people = await Promise.all(hired.map((person) => signIn(before.url, person)));
    const tokens = people.map(({ token }) => token);
    const crowd = await startClientLoad({
      url: before.url,
      tokens,
      connectionsPerToken: PER_PERSON,
      reconnectDelayMs: PAUSE_MS,
    });
    endings.push(crowd.close);
    await waitFor(() => crowd.stats().connected === CLIENTS, ALL_BACK_MS);

    // Told to some of them at most: the plug is pulled right behind the answers.
    await Promise.all(people.map((person) => submit(before.url, person)));
    await before.kill();
    await waitFor(() => crowd.stats().connected === 0);
    const begun = performance.now();
    const after = await startServer(file, { env: { RATE_LIMITS: 'on', PORT: String(before.port) } });
    endings.push(() => after.kill());
    const up = performance.now();
    const probes: number[] = [];
    const writing = Promise.all(people.map((person) => submit(after.url, person)));
    await waitFor(async () => {
      for (const path of ['/healthz', '/readyz']) {
        const asked = performance.now();
        expect((await sendRequest(after.url + path)).status).toBe(200);
        probes.push(performance.now() - asked);
      }
      return crowd.stats().connected === CLIENTS;
    }, ALL_BACK_MS);
    const back = performance.now();
    await writing;

    await waitFor(() => crowd.stats().received >= 2 * CLIENTS, ALL_BACK_MS);
    expect(crowd.stats()).toEqual({ live: CLIENTS, heard: 2 * CLIENTS, faults: [] });
    const sorted = probes.toSorted((a, b) => a - b);
    const [p95 = 0, slowest = 0] = [sorted[Math.floor(sorted.length * 0.95)], sorted.at(-1)];
    if (process.env.FIGURES) {
      const ms = { boot: up - begun, back: back - up, p95, slowest };
      const rounded = Object.entries(ms).map(([name, value]) => [name, Math.round(value)]);
      process.stderr.write(
        `${JSON.stringify({ storm: { CLIENTS, probes: probes.length, ...Object.fromEntries(rounded) } })}\n`,
      );
    }
    expect(p95).toBeLessThan(HEALTHY_MS);
  },
  180_000,
);

it('OP-3 many who connect at once take turns with everybody else', async () => {
  const app = await startTestApp();
  endings.push(app.close);
  const { token } = await app.createUser('customer');
  let live = 0;
  const lines = Array.from({ length: 200 }, () => {
    const line = new WebSocket(`${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    line.addEventListener('message', ({ data }) => {
      if (String(data).startsWith('42["ready"')) live += 1;
    });
    return line;
  });
  endings.push(() => lines.map((line) => line.close()));
  await waitFor(() => lines.every((line) => line.readyState === WebSocket.OPEN));
  for (const line of lines) line.send(`40${JSON.stringify({ token })}`);
  expect((await app.anonymous.get('/healthz')).status).toBe(200);
  expect(live).toBeLessThan(lines.length / 2);
  await waitFor(() => live === lines.length);
});

/** An event for each of this person's clients. */
async function submit(url: string, { token }: TestAccount): Promise<void> {
  const body = { subject: 'Help', description: 'It broke.' };
  expect((await sendRequest(`${url}/api/tickets`, { method: 'POST', token, body })).status).toBe(201);
}

import { afterAll, expect, it } from 'vitest';
import { startTestApp, type TestApp, type TestUser, waitFor } from '../testing/test-app.ts';

/** Clients behind one address, as in a large office. */
const OFFICE_CLIENTS = 1000;

const apps: TestApp[] = [];
afterAll(() => Promise.all(apps.map((app) => app.close())));

async function startStrictApp(env: Record<string, string> = {}) {
  const app = await startTestApp({ RATE_LIMITS: 'on', ...env });
  apps.push(app);
  return app;
}

const from = (address: string) => ({ 'x-forwarded-for': address });

/** Opens connections without authentication until one is refused. Returns how many were accepted. */
async function flood({ url }: TestApp, headers: (i: number) => Record<string, string>): Promise<number> {
  for (let opened = 0; opened < 10 * OFFICE_CLIENTS; opened += 50) {
    const responses = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: headers(opened + i) }),
      ),
    );
    await Promise.all(responses.map((response) => response.text()));
    const refused = responses.filter(({ status }) => status === 403).length;
    if (refused > 0) return opened + responses.length - refused;
  }
  return Number.POSITIVE_INFINITY;
}

/** Connects from that address; returns `ready` or `refused`. */
const connect = ({ connect }: TestApp, { token }: TestUser, extraHeaders: Record<string, string>) =>
  new Promise<string>((resolve) => {
    const socket = connect({ token }, { transports: ['websocket'], extraHeaders });
    socket.on('ready', () => resolve('ready')).on('connect_error', () => resolve('refused'));
  });

it('RT-11 refuses an address that floods, but neither other addresses nor its open connections', async () => {
  const app = await startStrictApp({ TRUST_PROXY: '1' });
  const [carl, dora] = await Promise.all([
    app.createUser('customer', 'Carl'),
    app.createUser('customer', 'Dora'),
  ]);
  const connected = app.connect({ token: carl.token }, { extraHeaders: from('192.0.2.1') });
  await waitFor(() => connected.connected);

  // The client can forge every address before the one that our proxy adds.
  expect(await flood(app, (i) => from(`10.0.0.${i}, 192.0.2.1`))).toBeGreaterThan(OFFICE_CLIENTS);
  expect(await connect(app, carl, from('192.0.2.1'))).toBe('refused');
  expect(await connect(app, dora, from('192.0.2.2'))).toBe('ready');
  expect(connected.connected).toBe(true);
  expect((await app.anonymous.get('/healthz')).status).toBe(200);
});

it('RT-11 closing or authenticating a connection frees its slot; a forged address does not', async () => {
  const app = await startStrictApp();
  const carl = await app.createUser('customer', 'Carl');
  const silent = new WebSocket(`${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await waitFor(() => silent.readyState === WebSocket.OPEN);
  await flood(app, (i) => from(`10.0.0.${i}`));
  expect(await connect(app, carl, {})).toBe('refused');

  silent.close();
  await waitFor(async () => (await connect(app, carl, {})) === 'ready');
  // Each of these has only the slot that the one before freed.
  for (let i = 0; i < 3; i += 1) expect(await connect(app, carl, {})).toBe('ready');
});

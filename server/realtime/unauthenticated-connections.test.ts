import { afterAll, expect, it } from 'vitest';
import { startTestApp, type TestApp, type TestUser, waitFor } from '../testing/test-app.ts';

const AN_OFFICE = 1000;

const desks: TestApp[] = [];
afterAll(() => Promise.all(desks.map((app) => app.close())));

async function strictDesk(env: Record<string, string> = {}) {
  const app = await startTestApp({ RATE_LIMITS: 'on', ...env });
  desks.push(app);
  return app;
}

const from = (address: string) => ({ 'x-forwarded-for': address });

/** Opens lines from one address and never says who is calling, until one is refused. Answers how many were not. */
async function flood({ url }: TestApp, headers: (i: number) => Record<string, string>): Promise<number> {
  for (let opened = 0; opened < 10 * AN_OFFICE; opened += 50) {
    const lines = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: headers(opened + i) }),
      ),
    );
    await Promise.all(lines.map((line) => line.text()));
    const refused = lines.filter(({ status }) => status === 403).length;
    if (refused > 0) return opened + lines.length - refused;
  }
  return Number.POSITIVE_INFINITY;
}

/** How somebody fares who connects from there. */
const connect = ({ connect }: TestApp, { token }: TestUser, extraHeaders: Record<string, string>) =>
  new Promise<string>((resolve) => {
    const socket = connect({ token }, { transports: ['websocket'], extraHeaders });
    socket.on('ready', () => resolve('ready')).on('connect_error', () => resolve('refused'));
  });

it('RT-11 an address that floods is refused: nobody of another one, and nobody who is in already', async () => {
  const app = await strictDesk({ TRUST_PROXY: '1' });
  const [carl, dora] = await Promise.all([
    app.createUser('customer', 'Carl'),
    app.createUser('customer', 'Dora'),
  ]);
  const inside = app.connect({ token: carl.token }, { extraHeaders: from('192.0.2.1') });
  await waitFor(() => inside.connected);

  // What is written before our proxy's own word is made up.
  expect(await flood(app, (i) => from(`10.0.0.${i}, 192.0.2.1`))).toBeGreaterThan(AN_OFFICE);
  expect(await connect(app, carl, from('192.0.2.1'))).toBe('refused');
  expect(await connect(app, dora, from('192.0.2.2'))).toBe('ready');
  expect(inside.connected).toBe(true);
  expect((await app.anonymous.get('/healthz')).status).toBe(200);
});

it('RT-11 whoever hangs up or signs in makes room; a made-up address makes none', async () => {
  const app = await strictDesk();
  const carl = await app.createUser('customer', 'Carl');
  const silent = new WebSocket(`${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  await waitFor(() => silent.readyState === WebSocket.OPEN);
  await flood(app, (i) => from(`10.0.0.${i}`));
  expect(await connect(app, carl, {})).toBe('refused');

  silent.close();
  await waitFor(async () => (await connect(app, carl, {})) === 'ready');
  // Each of these has only the place that the one before gave back.
  for (let i = 0; i < 3; i += 1) expect(await connect(app, carl, {})).toBe('ready');
});

import { afterAll, expect, it } from 'vitest';
import { startTestApp } from '../testing/test-app.ts';

const app = await startTestApp({ RATE_LIMITS: 'on' });
afterAll(app.close);
const PER_MINUTE = 1200;

it('RL-9 a user may send 1200 requests per minute in all; others and public endpoints are not affected', async () => {
  const [maya, lena] = await Promise.all([
    app.createUser('customer', 'Maya'),
    app.createUser('customer', 'Lena'),
  ]);
  const again = await app.signInAgain(maya);
  const statuses: number[] = [];
  for (let sent = 0; sent < PER_MINUTE; sent += 100) {
    const user = sent % 200 ? maya : again;
    const requests = Array.from({ length: 100 }, (_, i) =>
      i % 2 ? user.get('/api/auth/me') : user.get('/api/tickets/404'),
    );
    statuses.push(...(await Promise.all(requests)).map(({ status }) => status));
  }
  expect(new Set(statuses)).toEqual(new Set([200, 404]));

  for (const user of [maya, again]) {
    const { status, body, headers } = await user.post('/api/tickets', { surprise: 1 });
    expect([status, body.code]).toEqual([429, 'rate_limited']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect((await lena.get('/api/auth/me')).status).toBe(200);
  expect((await maya.get('/api/desk')).status).toBe(200);
  expect((await app.anonymous.get('/api/auth/me')).status).toBe(401);
});

it('RL-9 RATE_LIMITS=off switches the limit off', async () => {
  const unlimited = await startTestApp();
  const maya = await unlimited.createUser('customer');
  const answers = [];
  for (let sent = 0; sent < PER_MINUTE + 100; sent += 100)
    answers.push(...(await Promise.all(Array.from({ length: 100 }, () => maya.get('/api/auth/me')))));
  await unlimited.close();
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

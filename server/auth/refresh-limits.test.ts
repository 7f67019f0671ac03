import { afterAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp, type TestUser } from '../testing/test-app.ts';

const app = await startTestApp({ RATE_LIMITS: 'on', TRUST_PROXY: '1' });
afterAll(app.close);

let addressCount = 0;
/** Sends one request, by default from an address of its own. */
const refresh = (
  cookie: string,
  address = `10.1.${addressCount >> 8}.${addressCount++ & 255}`,
  on: TestApp = app,
) => on.anonymous.post('/api/auth/refresh', undefined, { headers: { cookie, 'x-forwarded-for': address } });
const newCookie = ({ headers }: { headers: Headers }) => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const times = <T>(count: number, task: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => task(i)));
const countOf = (answers: { status: number }[], status: number) =>
  answers.filter((answer) => answer.status === status).length;
const tokensOf = async ({ user }: TestUser) =>
  (
    await app.sql(
      'select hash from refresh_tokens where session_id in (select id from sessions where user_id = ?)',
      [user.id],
    )
  ).length;

describe('RL-6 refreshes', () => {
  it('with one cookie are limited to 60 per minute, and each refused one is 429 with Retry-After', async () => {
    const maya = await app.createUser('customer');
    const answers = await times(200, () => refresh(maya.cookie));
    expect([countOf(answers, 200), countOf(answers, 429)]).toEqual([60, 140]);
    expect(await tokensOf(maya)).toBe(61);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body.code).toBe('rate_limited');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('are counted by session, although each replaces the cookie', async () => {
    const [maya, lena] = [await app.createUser('customer'), await app.createUser('customer', 'Lena')];
    let { cookie } = maya;
    for (let i = 0; i < 60; i += 1) cookie = newCookie(await refresh(cookie));
    expect((await refresh(cookie)).status).toBe(429);
    expect((await refresh(lena.cookie)).status).toBe(200);
  });

  it('of a session at its limit leave the session alive', async () => {
    const maya = await app.createUser('customer');
    await times(61, () => refresh(maya.cookie));
    expect((await maya.get('/api/auth/me')).status).toBe(200);
  });

  it('SE-2 of a stolen cookie end the session, also at its limit', async () => {
    const maya = await app.createUser('customer');
    await times(61, () => refresh(maya.cookie));
    await app.sql(
      'update refresh_tokens set used_at = used_at - 11000 where session_id in (select id from sessions where user_id = ?)',
      [maya.user.id],
    );
    expect((await refresh(maya.cookie)).status).toBe(401);
    expect((await maya.get('/api/auth/me')).status).toBe(401);
  });

  it('from one address are limited to 600 per minute, with any cookie', async () => {
    const maya = await app.createUser('customer');
    const answers = await times(610, () => refresh('refresh=unknown', '192.0.2.7'));
    expect([countOf(answers, 401), countOf(answers, 429)]).toEqual([600, 10]);
    expect((await refresh(maya.cookie, '192.0.2.7')).status).toBe(429);
    expect((await refresh(maya.cookie, '192.0.2.8')).status).toBe(200);
  });
});

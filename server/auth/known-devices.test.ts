import { SqlEntityManager } from '@mikro-orm/sqlite';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

// Behind a proxy: each request of this file comes from an address of its own, which no other one can lock.
const app = await startTestApp({ RATE_LIMITS: 'on', TRUST_PROXY: '1' });
afterAll(app.close);

const PASSWORD = 'correct horse';
const WRONG = 'wrong horse';
let requestCount = 0;
const login = (email: string, password: string, cookie = '', on: TestApp = app) => {
  requestCount += 1;
  const address = `10.2.${requestCount >> 8}.${requestCount & 255}`;
  const headers = { cookie, 'x-forwarded-for': address };
  return on.anonymous.post('/api/auth/login', { email, password }, { headers });
};
const cookieNamed = ({ headers }: { headers: Headers }, name: string) =>
  headers
    .getSetCookie()
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.split(';')[0] ?? '';
const signIn = async (email: string) => cookieNamed(await login(email, PASSWORD), 'device');
const lock = (email: string, cookie = '', on: TestApp = app) =>
  Promise.all(Array.from({ length: 10 }, () => login(email, WRONG, cookie, on)));

describe('RL-7 a browser that has signed in to an account before', () => {
  it('can sign in although others have locked the account', async () => {
    const { email } = (await app.createUser('customer')).user;
    const device = await signIn(email);
    await lock(email);
    expect((await login(email, PASSWORD)).status).toBe(429);
    expect((await login(email, PASSWORD, device)).status).toBe(200);
  });

  it('has ten wrong passwords of its own, which do not lock the account', async () => {
    const { email } = (await app.createUser('customer')).user;
    const device = await signIn(email);
    await lock(email, device);
    expect((await login(email, PASSWORD, device)).status).toBe(429);
    expect((await login(email, PASSWORD)).status).toBe(200);
  });

  it('keeps its counter when it signs in again', async () => {
    const { email } = (await app.createUser('customer')).user;
    const device = await signIn(email);
    const again = cookieNamed(await login(email, PASSWORD, device), 'device');
    await lock(email, device);
    expect((await login(email, PASSWORD, again)).status).toBe(429);
  });

  it('has no advantage for another account', async () => {
    const [maya, mallory] = [await app.createUser('customer'), await app.createUser('customer', 'Mallory')];
    const device = await signIn(mallory.user.email);
    await lock(maya.user.email);
    expect((await login(maya.user.email, PASSWORD, device)).status).toBe(429);
  });

  it('has the limits of others after the password has changed', async () => {
    const maya = await app.createUser('customer');
    const { email } = maya.user;
    const device = await signIn(email);
    await maya.post('/api/auth/password', { current: PASSWORD, next: 'better horse' });
    await lock(email);
    expect((await login(email, WRONG, device)).status).toBe(429);
  });

  it('has one counter for all device cookies of one session', async () => {
    const maya = await app.createUser('customer');
    const { email } = maya.user;
    const refresh = () =>
      app.anonymous.post('/api/auth/refresh', undefined, { headers: { cookie: maya.cookie } });
    const [first, second] = [cookieNamed(await refresh(), 'device'), cookieNamed(await refresh(), 'device')];
    await lock(email, first);
    expect((await login(email, PASSWORD, second)).status).toBe(429);
  });

  it('AU-6 is refused at the limit without a query, for a known and an unknown account', async () => {
    const device = await signIn((await app.createUser('customer')).user.email);
    const { email } = (await app.createUser('customer', 'Lena')).user;
    await Promise.all([lock(email), lock('unknown3@example.com')]);
    const queries = vi.spyOn(SqlEntityManager.prototype, 'findOne');
    onTestFinished(() => queries.mockRestore());
    for (const address of [email, 'unknown3@example.com'])
      for (const cookie of ['', device]) expect((await login(address, WRONG, cookie)).status).toBe(429);
    expect(queries).not.toHaveBeenCalled();
  });

  it('AU-6 gets the same responses as others for an unknown account', async () => {
    const device = await signIn((await app.createUser('customer')).user.email);
    const statuses = async (cookie: string, email: string) => [
      ...(await lock(email, cookie)).map(({ status }) => status),
      (await login(email, WRONG, cookie)).status,
    ];
    expect(await statuses(device, 'unknown1@example.com')).toEqual([...Array(10).fill(401), 429]);
    expect(await statuses('', 'unknown2@example.com')).toEqual([...Array(10).fill(401), 429]);
  });

  it('is still limited by its address', async () => {
    const other = await startTestApp({ RATE_LIMITS: 'on' });
    const { email } = (await other.createUser('customer')).user;
    const device = cookieNamed(await login(email, PASSWORD, '', other), 'device');
    for (let i = 0; i < 10; i += 1) await lock(`unknown${i}@example.com`, '', other);
    const { status } = await login(email, PASSWORD, device, other);
    await other.close();
    expect(status).toBe(429);
  });

  it.each(['device=nonsense', 'device='])('is not recognised by the cookie %j', async (cookie) => {
    const { email } = (await app.createUser('customer')).user;
    await lock(email);
    expect((await login(email, PASSWORD, cookie)).status).toBe(429);
  });

  it('AU-2 is not recognised by an access token, and its cookie is no access token', async () => {
    const maya = await app.createUser('customer');
    const device = await signIn(maya.user.email);
    await lock(maya.user.email);
    expect((await login(maya.user.email, PASSWORD, `device=${maya.token}`)).status).toBe(429);
    const headers = { authorization: `Bearer ${device.slice('device='.length)}` };
    expect((await app.anonymous.get('/api/auth/me', { headers })).status).toBe(401);
  });
});

describe('RL-7 the device cookie', () => {
  it('is HttpOnly, SameSite=Strict and long-lived', async () => {
    const { email } = (await app.createUser('customer')).user;
    const { headers } = await login(email, PASSWORD);
    const cookie = headers.getSetCookie().find((text) => text.startsWith('device=')) ?? '';
    expect(cookie.toLowerCase()).toMatch(/; path=\/; expires=[^;]+; samesite=strict; httponly$/);
    const expires = Date.parse(/expires=([^;]+)/.exec(cookie)?.[1] ?? '');
    expect((expires - Date.now()) / 86_400_000).toBeGreaterThan(300);
  });

  it('has the __Host- prefix and Secure when PUBLIC_URL is https', async () => {
    const secure = await startTestApp({ PUBLIC_URL: 'https://desk.example.com' });
    const { email } = (await secure.createUser('customer')).user;
    const { headers } = await login(email, PASSWORD, '', secure);
    await secure.close();
    const cookie = headers.getSetCookie().find((text) => text.startsWith('__Host-device=')) ?? '';
    expect(cookie.toLowerCase()).toMatch(/; path=\/; .*; secure; httponly$/);
  });

  it('is renewed by a refresh', async () => {
    const maya = await app.createUser('customer');
    const answer = await app.anonymous.post('/api/auth/refresh', undefined, {
      headers: { cookie: maya.cookie },
    });
    await lock(maya.user.email);
    expect((await login(maya.user.email, PASSWORD, cookieNamed(answer, 'device'))).status).toBe(200);
  });
});

describe('RL-8 the counters of failed passwords', () => {
  it('a login as user:<id> does not lock the password change of that user', async () => {
    const maya = await app.createUser('customer');
    await lock(`user:${maya.user.id}`);
    await lock(String(maya.user.id));
    const change = await maya.post('/api/auth/password', { current: PASSWORD, next: 'better horse' });
    expect(change.status).toBe(204);
  });

  it('failed password changes do not lock the sign-in', async () => {
    const maya = await app.createUser('customer');
    const change = () => maya.post('/api/auth/password', { current: WRONG, next: 'better horse' });
    for (let i = 0; i < 11; i += 1) await change();
    expect((await change()).status).toBe(429);
    expect((await login(maya.user.email, PASSWORD)).status).toBe(200);
  });
});

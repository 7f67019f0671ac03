import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { User } from '../entities/user.ts';
import { addressKey } from '../limits/client-address.ts';
import {
  createReply,
  createTicket,
  startTestApp,
  type TestApp,
  type TestResponse,
} from '../testing/test-app.ts';
import { ON_POSTGRES } from '../testing/test-database.ts';

const app = await startTestApp({ RATE_LIMITS: 'on' });
afterAll(app.close);

const WRONG = 'wrong horse';
const login = (
  email: string,
  password = WRONG,
  headers: Record<string, string> = {},
  freshApp: TestApp = app,
) => freshApp.anonymous.post('/api/auth/login', { email, password }, { headers });
const statusesOf = (answers: { status: number }[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => String(status))).map(([status, all]) => [
      status,
      all?.length,
    ]),
  );
const times = <T>(count: number, task: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => task(i)));

/** Creates more accounts with the same password hash as this account. */
async function createAccountsLike({ orm }: TestApp, email: string, count: number): Promise<void> {
  const em = orm.em.fork();
  const { passwordHash, role } = await em.findOneOrFail(User, { email });
  for (let i = 0; i < count; i += 1)
    em.create(User, {
      email: `colleague${i}@example.com`,
      name: 'Maya',
      passwordHash,
      role,
      createdAt: new Date(),
    });
  await em.flush();
}

/** Runs the task against a separate server with fresh counters. */
async function withFreshApp<T>(
  env: Record<string, string>,
  task: (freshApp: TestApp) => Promise<T>,
): Promise<T> {
  const freshApp = await startTestApp({ RATE_LIMITS: 'on', ...env });
  try {
    return await task(freshApp);
  } finally {
    await freshApp.close();
  }
}

describe('RL-1 failed sign-ins', () => {
  it('RL-2 are limited to ten comparisons for one account, with 200 concurrent attempts', async () => {
    const maya = await app.createUser('customer');
    const answers = await times(200, () => login(maya.user.email));
    expect(statusesOf(answers)).toEqual({ 401: 10, 429: 190 });
  });

  it('are refused with Retry-After', async () => {
    const maya = await app.createUser('customer');
    await times(10, () => login(maya.user.email));
    const { status, body, headers } = await login(maya.user.email);
    expect([status, body.code]).toEqual([429, 'rate_limited']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(900);
  });

  it('are counted for an unknown account too', async () => {
    expect(statusesOf(await times(12, () => login('unknown@example.com')))).toEqual({ 401: 10, 429: 2 });
  });

  it('are counted under the normalized e-mail address', async () => {
    const { email } = (await app.createUser('customer')).user;
    const answers = await times(12, (i) => login(i % 2 ? ` ${email.toUpperCase()} ` : email));
    expect(statusesOf(answers)).toEqual({ 401: 10, 429: 2 });
  });

  it('block the correct password of that account, and no other account', async () => {
    const [maya, lena] = await Promise.all([
      app.createUser('customer', 'Maya'),
      app.createUser('customer', 'Lena'),
    ]);
    await times(10, () => login(maya.user.email));
    expect((await login(maya.user.email, 'correct horse')).status).toBe(429);
    expect((await login(lena.user.email, 'correct horse')).status).toBe(200);
  });

  it('are limited to 100 comparisons for one IP address over all accounts', () =>
    withFreshApp({}, async (freshApp) => {
      const answers = await times(110, (i) => login(`unknown${i}@example.com`, WRONG, {}, freshApp));
      expect(statusesOf(answers)).toEqual({ 401: 100, 429: 10 });
    }));

  it('do not include successful sign-ins, even many at once from one address', () =>
    withFreshApp({}, async (freshApp) => {
      const { email } = (await freshApp.createUser('customer')).user;
      await createAccountsLike(freshApp, email, 105);
      const answers = await times(117, (i) =>
        login(i < 105 ? `colleague${i}@example.com` : email, 'correct horse', {}, freshApp),
      );
      expect(statusesOf(answers)).toEqual({ 200: 117 });
    }));

  it('do not include successful password changes', () =>
    withFreshApp({}, async (freshApp) => {
      const maya = await freshApp.createUser('customer');
      const change = (current: string) => maya.post('/api/auth/password', { current, next: 'correct horse' });
      for (let i = 0; i < 12; i += 1) expect((await change('correct horse')).status).toBe(204);
      expect(statusesOf(await times(12, () => change(WRONG)))).toEqual({ 400: 10, 429: 2 });
    }));

  it('RL-5 are refused without a comparison when the counter store fails', () =>
    withFreshApp({}, async (freshApp) => {
      const { email } = (await freshApp.createUser('customer')).user;
      const broken = new Error('counter store failed');
      const Limiter = ON_POSTGRES ? RateLimiterPostgres : RateLimiterMemory;
      const store = vi.spyOn(Limiter.prototype, 'consume').mockRejectedValue(broken);
      onTestFinished(() => store.mockRestore());
      const { status, body } = await login(email, 'correct horse', {}, freshApp);
      expect([status, body.code]).toEqual([500, 'internal']);
    }));

  it('RL-3 are counted by the socket address when no proxy is trusted', () =>
    withFreshApp({}, async (freshApp) => {
      const forwardingHeaders = (i: number) => ({
        'x-forwarded-for': `10.0.0.${i}`,
        forwarded: `for=10.0.0.${i}`,
        'x-real-ip': `10.0.0.${i}`,
        'cf-connecting-ip': `10.0.0.${i}`,
      });
      const answers = await times(110, (i) =>
        login(`unknown${i}@example.com`, WRONG, forwardingHeaders(i), freshApp),
      );
      expect(statusesOf(answers)).toEqual({ 401: 100, 429: 10 });
    }));

  it('RL-3 are counted by the entry of the trusted proxy, not by entries that the client added', () =>
    withFreshApp({ TRUST_PROXY: '1' }, async (freshApp) => {
      const via = (forwarded: (i: number) => string) =>
        times(110, (i) =>
          login(`unknown${i}@example.com`, WRONG, { 'x-forwarded-for': forwarded(i) }, freshApp),
        );
      expect(statusesOf(await via((i) => `10.0.0.${i}, 192.0.2.1`))).toEqual({ 401: 100, 429: 10 });
      expect(statusesOf(await via((i) => `192.0.2.1, 10.0.1.${i}`))).toEqual({ 401: 110 });
    }));
});

describe('RL-4 the default limits', () => {
  it('allow 100 registrations per hour for one address', () =>
    withFreshApp({}, async (freshApp) => {
      const answers = await times(103, (i) =>
        freshApp.anonymous.post('/api/auth/register', {
          name: 'Maya',
          email: `m${i}@example.com`,
          password: 'correct horse',
        }),
      );
      expect(statusesOf(answers)).toEqual({ 201: 100, 429: 3 });
    }));

  it('allow 120 tickets per minute for each user', async () => {
    const [maya, lena] = await Promise.all([
      app.createUser('customer', 'Maya'),
      app.createUser('customer', 'Lena'),
    ]);
    const answers = await times(122, () =>
      maya.post('/api/tickets', { subject: 'Help', description: 'It broke.' }),
    );
    expect(statusesOf(answers)).toEqual({ 201: 120, 429: 2 });
    await createTicket(lena);
  });

  it('allow 300 replies per minute for each user', async () => {
    const [maya, ada] = await Promise.all([app.createUser('customer'), app.createUser('agent')]);
    const ticket = await createTicket(maya);
    const answers = await times(302, () =>
      maya.post(`/api/tickets/${ticket.id}/replies`, { content: 'Hello?' }),
    );
    expect(statusesOf(answers)).toEqual({ 201: 300, 429: 2 });
    await createReply(ada, ticket);
  });

  it('allow 300 searches per minute for each user, and unlimited lists without a search', async () => {
    const maya = await app.createUser('customer');
    const answers: TestResponse<unknown>[] = [];
    // One after the other: only a few searches of a user may wait.
    for (let i = 0; i < 302; i += 1) answers.push(await maya.get('/api/tickets?q=vat'));
    expect(statusesOf(answers)).toEqual({ 200: 300, 429: 2 });
    expect((await maya.get('/api/tickets')).status).toBe(200);
  });
});

describe('RL-3 the key of an address', () => {
  it('is the /64 network for IPv6 and the same for every notation of an IPv4 address', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2:ffff::1'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('2001:db8::1')).toBe(addressKey('2001:db8:0:0:1::'));
    expect(addressKey('192.0.2.1')).not.toBe(addressKey('192.0.2.2'));
    expect(addressKey('::ffff:192.0.2.1')).toBe(addressKey('192.0.2.1'));
    expect(addressKey('::ffff:192.0.2.1')).not.toBe(addressKey('::ffff:192.0.2.2'));
  });
});

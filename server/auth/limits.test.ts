import { RateLimiterMemory } from 'rate-limiter-flexible';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { User } from '../entities/user.ts';
import { addressKey } from '../limits/client-address.ts';
import { createReply, createTicket, startTestApp, type TestApp } from '../testing/test-app.ts';

const app = await startTestApp({ RATE_LIMITS: 'on' });
afterAll(app.close);

const WRONG = 'wrong horse';
const login = (email: string, password = WRONG, headers: Record<string, string> = {}, at: TestApp = app) =>
  at.anonymous.post('/api/auth/login', { email, password }, { headers });
const statusesOf = (answers: { status: number }[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => String(status))).map(([status, all]) => [
      status,
      all?.length,
    ]),
  );
const times = <T>(count: number, workload: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => workload(i)));

/** More accounts with that person's password. */
async function hireLike({ orm }: TestApp, email: string, count: number): Promise<void> {
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

/** A desk whose counters nobody else moves. */
async function alone<T>(env: Record<string, string>, workload: (at: TestApp) => Promise<T>): Promise<T> {
  const at = await startTestApp({ RATE_LIMITS: 'on', ...env });
  try {
    return await workload(at);
  } finally {
    await at.close();
  }
}

describe('RL-1 wrong logins', () => {
  it('RL-2 of one account are compared ten times, though 200 come at once', async () => {
    const maya = await app.createUser('customer');
    const answers = await times(200, () => login(maya.user.email));
    expect(statusesOf(answers)).toEqual({ 401: 10, 429: 190 });
  });

  it('are refused with the time to wait', async () => {
    const maya = await app.createUser('customer');
    await times(10, () => login(maya.user.email));
    const { status, body, headers } = await login(maya.user.email);
    expect([status, body.code]).toEqual([429, 'rate_limited']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(900);
  });

  it('of an account that does not exist are counted alike', async () => {
    expect(statusesOf(await times(12, () => login('nobody@example.com')))).toEqual({ 401: 10, 429: 2 });
  });

  it('are counted under one name, however it is spelled', async () => {
    const { email } = (await app.createUser('customer')).user;
    const answers = await times(12, (i) => login(i % 2 ? ` ${email.toUpperCase()} ` : email));
    expect(statusesOf(answers)).toEqual({ 401: 10, 429: 2 });
  });

  it('hold up that account’s right password too, and no other account', async () => {
    const [maya, lena] = await Promise.all([
      app.createUser('customer', 'Maya'),
      app.createUser('customer', 'Lena'),
    ]);
    await times(10, () => login(maya.user.email));
    expect((await login(maya.user.email, 'correct horse')).status).toBe(429);
    expect((await login(lena.user.email, 'correct horse')).status).toBe(200);
  });

  it('from one address are compared a hundred times, whatever the accounts', () =>
    alone({}, async (at) => {
      const answers = await times(110, (i) => login(`nobody${i}@example.com`, WRONG, {}, at));
      expect(statusesOf(answers)).toEqual({ 401: 100, 429: 10 });
    }));

  it('are not right ones: not even if an office comes all at once, and somebody of it in many places', () =>
    alone({}, async (at) => {
      const { email } = (await at.createUser('customer')).user;
      await hireLike(at, email, 105);
      const answers = await times(117, (i) =>
        login(i < 105 ? `colleague${i}@example.com` : email, 'correct horse', {}, at),
      );
      expect(statusesOf(answers)).toEqual({ 200: 117 });
    }));

  it('are not right changes of a password', () =>
    alone({}, async (at) => {
      const maya = await at.createUser('customer');
      const change = (current: string) => maya.post('/api/auth/password', { current, next: 'correct horse' });
      for (let i = 0; i < 12; i += 1) expect((await change('correct horse')).status).toBe(204);
      expect(statusesOf(await times(12, () => change(WRONG)))).toEqual({ 400: 10, 429: 2 });
    }));

  it('RL-5 are not compared by a desk that cannot count', () =>
    alone({}, async (at) => {
      const { email } = (await at.createUser('customer')).user;
      const broken = new Error('the counters are gone');
      const store = vi.spyOn(RateLimiterMemory.prototype, 'consume').mockRejectedValue(broken);
      onTestFinished(() => store.mockRestore());
      const { status, body } = await login(email, 'correct horse', {}, at);
      expect([status, body.code]).toEqual([500, 'internal']);
    }));

  it('RL-3 are not hidden by forwarding headers when no proxy is trusted', () =>
    alone({}, async (at) => {
      const disguise = (i: number) => ({
        'x-forwarded-for': `10.0.0.${i}`,
        forwarded: `for=10.0.0.${i}`,
        'x-real-ip': `10.0.0.${i}`,
        'cf-connecting-ip': `10.0.0.${i}`,
      });
      const answers = await times(110, (i) => login(`nobody${i}@example.com`, WRONG, disguise(i), at));
      expect(statusesOf(answers)).toEqual({ 401: 100, 429: 10 });
    }));

  it('RL-3 are counted by what the trusted proxy says, not by what the client wrote before it', () =>
    alone({ TRUST_PROXY: '1' }, async (at) => {
      const via = (forwarded: (i: number) => string) =>
        times(110, (i) => login(`nobody${i}@example.com`, WRONG, { 'x-forwarded-for': forwarded(i) }, at));
      expect(statusesOf(await via((i) => `10.0.0.${i}, 192.0.2.1`))).toEqual({ 401: 100, 429: 10 });
      expect(statusesOf(await via((i) => `192.0.2.1, 10.0.1.${i}`))).toEqual({ 401: 110 });
    }));
});

describe('RL-4 the default limits', () => {
  it('100 registrations an hour from one address', () =>
    alone({}, async (at) => {
      const answers = await times(103, (i) =>
        at.anonymous.post('/api/auth/register', {
          name: 'Maya',
          email: `m${i}@example.com`,
          password: 'correct horse',
        }),
      );
      expect(statusesOf(answers)).toEqual({ 201: 100, 429: 3 });
    }));

  it('120 tickets a minute for each person', async () => {
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

  it('300 replies a minute for each person', async () => {
    const [maya, ada] = await Promise.all([app.createUser('customer'), app.createUser('agent')]);
    const ticket = await createTicket(maya);
    const answers = await times(302, () =>
      maya.post(`/api/tickets/${ticket.id}/replies`, { content: 'Hello?' }),
    );
    expect(statusesOf(answers)).toEqual({ 201: 300, 429: 2 });
    await createReply(ada, ticket);
  });

  it('300 searches a minute for each person; looking without words is free', async () => {
    const maya = await app.createUser('customer');
    const answers = await times(302, () => maya.get('/api/tickets?q=vat'));
    expect(statusesOf(answers)).toEqual({ 200: 300, 429: 2 });
    expect((await maya.get('/api/tickets')).status).toBe(200);
  });
});

describe('RL-3 an address as a key', () => {
  it('is a whole /64 of IPv6, and one IPv4 however it is written', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2:ffff::1'));
    expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
    expect(addressKey('2001:db8::1')).toBe(addressKey('2001:db8:0:0:1::'));
    expect(addressKey('192.0.2.1')).not.toBe(addressKey('192.0.2.2'));
    expect(addressKey('::ffff:192.0.2.1')).toBe(addressKey('192.0.2.1'));
    expect(addressKey('::ffff:192.0.2.1')).not.toBe(addressKey('::ffff:192.0.2.2'));
  });
});

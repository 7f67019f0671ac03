import { randomUUID } from 'node:crypto';
import jwt, { type SignOptions } from 'jsonwebtoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTicket, startTestApp, type TestUser } from '../testing/test-app.ts';

const SECRET = 'a secret of the tests: Quetzalcoatl 4711';
const app = await startTestApp({ JWT_SECRET: SECRET });
afterAll(app.close);

const ada = await app.createUser('agent');

/** The user's token with changed claims and a new signature. A value of `undefined` removes the claim. */
function forged(user: TestUser, claims: object = {}, options: SignOptions = {}, secret = SECRET): string {
  const changed = { ...(jwt.decode(user.token) as object), ...claims };
  const payload = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  return jwt.sign(payload, secret, { header: { alg: 'HS256', typ: 'at+jwt' }, ...options });
}
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const now = Math.floor(Date.now() / 1000);
const payload = jwt.decode(ada.token) as object;
const [head, body, signature] = ada.token.split('.') as [string, string, string];

const overHttp = async (token: string) =>
  (await app.anonymous.get('/api/auth/me', { headers: { authorization: `Bearer ${token}` } })).status;
const overSocket = (token: unknown) =>
  new Promise<string>((resolve) => {
    const socket = app.connect({ token }, { transports: ['websocket'] });
    socket.on('ready', () => resolve('ready'));
    socket.on('connect_error', (error) =>
      resolve((error as unknown as { data: { code: string } }).data.code),
    );
  });

describe('AU-2 HTTP and sockets refuse a token that', () => {
  it.each<[string, string]>([
    ['is none at all', 'nonsense'],
    ['has no signature', `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(payload)}.`],
    ['has its signature cut off', `${head}.${body}.`],
    ['was tampered with', `${head}.${encode({ ...payload, exp: now + 800 })}.${signature}`],
    [
      'is signed with HS512',
      forged(ada, {}, { algorithm: 'HS512', header: { alg: 'HS512', typ: 'at+jwt' } }),
    ],
    ['is signed with another secret', forged(ada, {}, {}, `${SECRET}!`)],
    ['has no expiry', forged(ada, { exp: undefined })],
    ['is expired', forged(ada, { iat: now - 1000, exp: now - 1 })],
    [
      'is older than the maximum age, with a later expiry',
      forged(ada, { iat: now - 1000, exp: now + 31_536_000 }),
    ],
    ['has no iat', forged(ada, { iat: undefined }, { noTimestamp: true })],
    ['is not valid yet', forged(ada, { nbf: now + 60 })],
    ['has another issuer', forged(ada, { iss: 'elsewhere' })],
    ['has no issuer', forged(ada, { iss: undefined })],
    ['has another audience', forged(ada, { aud: 'elsewhere' })],
    ['has no audience', forged(ada, { aud: undefined })],
    ['has another typ', forged(ada, {}, { header: { alg: 'HS256', typ: 'JWT' } })],
    ['has no typ', `${encode({ alg: 'HS256' })}.${body}.${signature}`],
    ['has no subject', forged(ada, { sub: undefined })],
    ['has % as the subject', forged(ada, { sub: '%' })],
    ['names another user for this session', forged(ada, { sub: String(ada.user.id + 1000) })],
    ['has no session id', forged(ada, { sid: undefined })],
    ['has an unknown session id', forged(ada, { sid: randomUUID() })],
    ['has no jti', forged(ada, { jti: undefined })],
    [
      'is 10 kB long',
      forged(ada, { padding: 'x'.repeat(10_000) }, {}, 'another secret, quite as long as ours'),
    ],
    ['is the refresh cookie', ada.cookie.split('=')[1] ?? ''],
  ])('%s', async (_, token) => {
    expect(await overHttp(token)).toBe(401);
    expect(await overSocket(token)).toBe('unauthenticated');
  });

  it('but the same token, signed again without changes, is accepted', async () => {
    expect(await overHttp(forged(ada))).toBe(200);
    expect(await overSocket(forged(ada))).toBe('ready');
  });

  it.each([undefined, null, 7, '', {}, ['x']])('is %j instead of a string', async (token) => {
    expect(await overSocket(token)).toBe('unauthenticated');
  });

  it.each(['', 'Bearer', 'Bearer ', `Basic ${btoa('ada:secret')}`, ada.token])(
    'is sent in the header %j',
    async (authorization) => {
      const { status, headers, body } = await app.anonymous.get('/api/auth/me', {
        headers: { authorization },
      });
      expect([status, body.code, headers.get('www-authenticate')]).toEqual([
        401,
        'unauthenticated',
        'Bearer',
      ]);
    },
  );

  it('RT-1 is sent in the query string', async () => {
    expect(
      (await app.anonymous.get(`/api/auth/me?token=${ada.token}&access_token=${ada.token}`)).status,
    ).toBe(401);
    const socket = app.connect({}, { transports: ['websocket'], query: { token: ada.token } });
    const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve));
    expect(error).toMatchObject({ data: { code: 'unauthenticated' } });
  });
});

describe('AU-3 permissions come from the database', () => {
  it('a role claim in the token is ignored', async () => {
    const [maya, lena] = await Promise.all([
      app.createUser('customer', 'Maya'),
      app.createUser('customer', 'Lena'),
    ]);
    const ticket = await createTicket(lena);
    const headers = { authorization: `Bearer ${forged(maya, { role: 'agent' })}` };
    expect((await app.anonymous.get(`/api/tickets/${ticket.id}`, { headers })).status).toBe(404);
  });

  it('a changed role applies from the next request', async () => {
    const maya = await app.createUser('customer');
    await app.sql(`update users set role = 'agent' where id = ?`, [maya.user.id]);
    expect((await maya.get<{ role: string }>('/api/auth/me')).body.role).toBe('agent');
  });
});

it.each([
  ['has expired', 600, 601],
  ['is older than the maximum age, with a later expiry', 31_536_000, 901],
])('AU-2 a token that was accepted before is refused when it %s', async (_, lifetime, later) => {
  const token = forged(ada, { iat: now, exp: now + lifetime });
  expect(await overHttp(token)).toBe(200);
  vi.useFakeTimers({ toFake: ['Date'], now: (now + later) * 1000 });
  expect(await overHttp(token)).toBe(401);
  vi.useRealTimers();
});

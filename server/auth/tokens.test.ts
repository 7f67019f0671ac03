import { randomUUID } from 'node:crypto';
import jwt, { type SignOptions } from 'jsonwebtoken';
import { afterAll, describe, expect, it } from 'vitest';
import { createTicket, startTestApp, type TestUser } from '../testing/test-app.ts';

const SECRET = 'a secret of the tests: Quetzalcoatl 4711';
const app = await startTestApp({ JWT_SECRET: SECRET });
afterAll(app.close);

const ada = await app.createUser('agent');

/** A caller's token taken apart, changed and signed anew. A value of `undefined` takes the claim away. */
function forged(caller: TestUser, claims: object = {}, options: SignOptions = {}, secret = SECRET): string {
  const changed = { ...(jwt.decode(caller.token) as object), ...claims };
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

describe('AU-2 a token that is not exactly ours is worth nothing, on HTTP and socket', () => {
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
    ['never ends', forged(ada, { exp: undefined })],
    ['ended', forged(ada, { iat: now - 1000, exp: now - 1 })],
    [
      'is older than tokens get, though it says otherwise',
      forged(ada, { iat: now - 1000, exp: now + 31_536_000 }),
    ],
    ['has no beginning', forged(ada, { iat: undefined }, { noTimestamp: true })],
    ['is not valid yet', forged(ada, { nbf: now + 60 })],
    ['has another issuer', forged(ada, { iss: 'elsewhere' })],
    ['has no issuer', forged(ada, { iss: undefined })],
    ['has another audience', forged(ada, { aud: 'elsewhere' })],
    ['has no audience', forged(ada, { aud: undefined })],
    ['is of another type', forged(ada, {}, { header: { alg: 'HS256', typ: 'JWT' } })],
    ['is of no type', `${encode({ alg: 'HS256' })}.${body}.${signature}`],
    ['names nobody', forged(ada, { sub: undefined })],
    ['names everybody', forged(ada, { sub: '%' })],
    ['names somebody else under this session', forged(ada, { sub: String(ada.user.id + 1000) })],
    ['names no session', forged(ada, { sid: undefined })],
    ['names a session there never was', forged(ada, { sid: randomUUID() })],
    ['has no id', forged(ada, { jti: undefined })],
    [
      'is 10 kB long',
      forged(ada, { ballast: 'x'.repeat(10_000) }, {}, 'another secret, quite as long as ours'),
    ],
    ['is the refresh cookie', ada.cookie.split('=')[1] ?? ''],
  ])('%s', async (_, token) => {
    expect(await overHttp(token)).toBe(401);
    expect(await overSocket(token)).toBe('unauthenticated');
  });

  it('while the same token, made the same way but unchanged, is good', async () => {
    expect(await overHttp(forged(ada))).toBe(200);
    expect(await overSocket(forged(ada))).toBe('ready');
  });

  it.each([undefined, null, 7, '', {}, ['x']])('and %j is no token either', async (token) => {
    expect(await overSocket(token)).toBe('unauthenticated');
  });

  it.each(['', 'Bearer', 'Bearer ', `Basic ${btoa('ada:secret')}`, ada.token])(
    'nor is the header %j',
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

  it('RT-1 nor is one in the address', async () => {
    expect(
      (await app.anonymous.get(`/api/auth/me?token=${ada.token}&access_token=${ada.token}`)).status,
    ).toBe(401);
    const socket = app.connect({}, { transports: ['websocket'], query: { token: ada.token } });
    const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve));
    expect(error).toMatchObject({ data: { code: 'unauthenticated' } });
  });
});

describe('AU-3 what somebody may do is asked of the database', () => {
  it('a claim of being an agent gains nothing', async () => {
    const [maya, lena] = await Promise.all([
      app.createUser('customer', 'Maya'),
      app.createUser('customer', 'Lena'),
    ]);
    const ticket = await createTicket(lena);
    const headers = { authorization: `Bearer ${forged(maya, { role: 'agent' })}` };
    expect((await app.anonymous.get(`/api/tickets/${ticket.id}`, { headers })).status).toBe(404);
  });

  it('a changed role counts from the next request on', async () => {
    const maya = await app.createUser('customer');
    await app.sql(`update users set role = 'agent' where id = ?`, [maya.user.id]);
    expect((await maya.get<{ role: string }>('/api/auth/me')).body.role).toBe('agent');
  });
});

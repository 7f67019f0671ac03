import { afterAll, describe, expect, it } from 'vitest';
import type { Session } from '../../shared/schemas.ts';
import { startTestApp, type TestUser, waitFor } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

/** The contract allows one second; a busy test machine needs a little more. */
const DISCONNECT_TIMEOUT_MS = 3000;
const refresh = (cookie: string, headers: Record<string, string> = {}) =>
  app.anonymous.post<Session>('/api/auth/refresh', undefined, { headers: { cookie, ...headers } });
const logout = (headers: Record<string, string>) =>
  app.anonymous.post('/api/auth/logout', undefined, { headers });
const newCookie = ({ headers }: { headers: Headers }) => headers.getSetCookie()[0]?.split(';')[0] ?? '';
const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });
const isSignedIn = async (user: { token: string }) =>
  (await app.anonymous.get('/api/auth/me', { headers: bearer(user) })).status === 200;

/** Moves the use of this user's refresh tokens into the past. */
const ageUsedTokens = (user: TestUser, seconds: number) =>
  app.sql(
    `update refresh_tokens set used_at = used_at - ? where session_id in (select id from sessions where user_id = ?)`,
    [seconds * 1000, user.user.id],
  );

describe('the refresh cookie', () => {
  it('SE-1 is HttpOnly and SameSite=Strict', async () => {
    const maya = await app.createUser('customer');
    const [cookie] = (await refresh(maya.cookie)).headers.getSetCookie();
    expect(cookie).toMatch(/^refresh=[\w-]{43};/);
    expect(cookie?.toLowerCase()).toMatch(/; path=\/; expires=[^;]+; samesite=strict; httponly$/);
  });

  it('SE-1 has the __Host- prefix and Secure when PUBLIC_URL is https', async () => {
    const secure = await startTestApp({ PUBLIC_URL: 'https://desk.example.com' });
    const maya = await secure.createUser('customer');
    const { status, headers } = await secure.anonymous.post('/api/auth/refresh', undefined, {
      headers: { cookie: maya.cookie },
    });
    await secure.close();
    expect(maya.cookie).toMatch(/^__Host-refresh=/);
    expect(status).toBe(200);
    expect(headers.getSetCookie()[0]?.toLowerCase()).toMatch(/; path=\/; .*; secure; httponly$/);
    expect(headers.getSetCookie()[0]).not.toMatch(/domain/i);
  });

  it('SE-1 is stored only as a digest', async () => {
    const maya = await app.createUser('customer');
    const rows = await app.sql('select * from refresh_tokens');
    expect(JSON.stringify(rows)).not.toContain(maya.cookie.split('=')[1]);
  });
});

describe('POST /api/auth/refresh', () => {
  it('exchanges the cookie for an access token and a new cookie', async () => {
    const maya = await app.createUser('customer', 'Maya');
    const answer = await refresh(maya.cookie);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ token: expect.any(String), expiresIn: 900, user: maya.user });
    expect(newCookie(answer)).not.toBe(maya.cookie);
    expect(await isSignedIn(answer.body)).toBe(true);
    expect((await refresh(newCookie(answer))).status).toBe(200);
  });

  it.each(['', 'refresh=', 'refresh=nonsense', `refresh=${'x'.repeat(43)}`])(
    'returns 401 for the cookie %j',
    async (cookie) => {
      const { status, body } = await refresh(cookie);
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
    },
  );

  it('SE-1 does not accept an access token as the refresh cookie', async () => {
    const { token } = await app.createUser('customer');
    expect((await refresh(`refresh=${token}`)).status).toBe(401);
    expect(
      (await app.anonymous.post('/api/auth/refresh', undefined, { headers: bearer({ token }) })).status,
    ).toBe(401);
  });

  it('SE-2 lets two tabs exchange the same cookie at once', async () => {
    const maya = await app.createUser('customer');
    const answers = await Promise.all([refresh(maya.cookie), refresh(maya.cookie)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    for (const answer of answers) expect((await refresh(newCookie(answer))).status).toBe(200);
  });

  it('SE-2 accepts a used cookie within ten seconds, for a client that lost the response', async () => {
    const maya = await app.createUser('customer');
    await refresh(maya.cookie);
    await ageUsedTokens(maya, 8);
    expect((await refresh(maya.cookie)).status).toBe(200);
  });

  it('SE-2 ends the session when a cookie is used again later', async () => {
    const maya = await app.createUser('customer');
    const good = await refresh(maya.cookie);
    await ageUsedTokens(maya, 11);
    expect((await refresh(maya.cookie)).status).toBe(401);
    expect((await refresh(newCookie(good))).status).toBe(401);
    expect(await isSignedIn(maya)).toBe(false);
  });

  it('SE-2 disconnects the sockets of a session whose cookie is reused', async () => {
    const maya = await app.createUser('customer');
    const { socket } = await app.openSocket(maya);
    await refresh(maya.cookie);
    await ageUsedTokens(maya, 11);
    await refresh(maya.cookie);
    await waitFor(() => socket.disconnected, DISCONNECT_TIMEOUT_MS);
  });

  it('SE-2 keeps the other sessions of the same user', async () => {
    const maya = await app.createUser('customer');
    const elsewhere = await app.signInAgain(maya);
    await refresh(maya.cookie);
    await ageUsedTokens(maya, 11);
    await refresh(maya.cookie);
    expect(await isSignedIn(elsewhere)).toBe(true);
    expect((await refresh(elsewhere.cookie)).status).toBe(200);
  });

  it('SE-6 does not extend the session beyond thirty days', async () => {
    const maya = await app.createUser('customer');
    const end = async () =>
      (await app.sql('select expires_at from sessions where user_id = ?', [maya.user.id]))[0]?.expires_at;
    const before = await end();
    const { headers } = await refresh(maya.cookie);
    expect(await end()).toBe(before);
    expect(Math.round((before - Date.now()) / 86_400_000)).toBe(30);
    const expires = Date.parse(/expires=([^;]+)/.exec(headers.getSetCookie()[0] ?? '')?.[1] ?? '');
    expect(Math.abs(expires - before)).toBeLessThan(1000);
  });

  it('SE-6 refuses the cookie and the access token after thirty days', async () => {
    const maya = await app.createUser('customer');
    await app.sql('update sessions set expires_at = ? where user_id = ?', [Date.now() - 1, maya.user.id]);
    expect((await refresh(maya.cookie)).status).toBe(401);
    expect(await isSignedIn(maya)).toBe(false);
  });
});

describe('POST /api/auth/logout', () => {
  it('ends the session of the cookie and clears the cookie', async () => {
    const maya = await app.createUser('customer');
    const { status, headers } = await logout({ cookie: maya.cookie });
    expect(status).toBe(204);
    expect(headers.getSetCookie()[0]).toMatch(/^refresh=;.*expires=Thu, 01 Jan 1970/i);
    expect((await refresh(maya.cookie)).status).toBe(401);
    expect(await isSignedIn(maya)).toBe(false);
  });

  it('ends the session of the access token', async () => {
    const maya = await app.createUser('customer');
    expect((await logout(bearer(maya))).status).toBe(204);
    expect(await isSignedIn(maya)).toBe(false);
    expect((await refresh(maya.cookie)).status).toBe(401);
  });

  it('SE-4 keeps the sessions of other users and of other devices', async () => {
    const [maya, lena] = await Promise.all([
      app.createUser('customer', 'Maya'),
      app.createUser('customer', 'Lena'),
    ]);
    const elsewhere = await app.signInAgain(maya);
    const watching = await Promise.all([app.openSocket(elsewhere), app.openSocket(lena)]);
    await logout(bearer(maya));
    expect(await Promise.all([isSignedIn(elsewhere), isSignedIn(lena)])).toEqual([true, true]);
    expect(watching.map(({ socket }) => socket.connected)).toEqual([true, true]);
  });

  it('RT-8 emits session:expired and disconnects the session’s sockets within a second', async () => {
    const maya = await app.createUser('customer');
    const { socket, otherMessages: others } = await app.openSocket(maya);
    await logout(bearer(maya));
    await waitFor(() => socket.disconnected, DISCONNECT_TIMEOUT_MS);
    expect(others.map(({ name }) => name)).toContain('session:expired');
  });

  it('returns 204 and clears the cookie without a session', async () => {
    for (const headers of [{}, { cookie: 'refresh=nonsense' }, { authorization: 'Bearer nonsense' }]) {
      const answer = await logout(headers as Record<string, string>);
      expect(answer.status).toBe(204);
      expect(answer.headers.getSetCookie()[0]).toMatch(/^refresh=;.*expires=Thu, 01 Jan 1970/i);
    }
  });

  it('SE-4 with an invalid token ends the session of the cookie', async () => {
    const maya = await app.createUser('customer');
    const { socket } = await app.openSocket(maya);
    const { status, headers } = await logout({ cookie: maya.cookie, authorization: 'Bearer nonsense' });
    expect(status).toBe(204);
    expect(headers.getSetCookie()[0]).toMatch(/^refresh=;/);
    expect((await refresh(maya.cookie)).status).toBe(401);
    await waitFor(() => socket.disconnected, DISCONNECT_TIMEOUT_MS);
  });

  it('SE-4 with an expired token ends the session of the cookie', async () => {
    const shortLived = await startTestApp({ TOKEN_TTL: '1' });
    const maya = await shortLived.createUser('customer');
    await waitFor(async () => (await maya.get('/api/auth/me')).status === 401);
    const headers = { cookie: maya.cookie, ...bearer(maya) };
    const { status } = await shortLived.anonymous.post('/api/auth/logout', undefined, { headers });
    const again = await shortLived.anonymous.post('/api/auth/refresh', undefined, { headers });
    await shortLived.close();
    expect([status, again.status]).toEqual([204, 401]);
  });

  it('SE-4 with a token and the cookie of another session ends both', async () => {
    const maya = await app.createUser('customer');
    const elsewhere = await app.signInAgain(maya);
    await logout({ cookie: elsewhere.cookie, ...bearer(maya) });
    expect(await Promise.all([isSignedIn(maya), isSignedIn(elsewhere)])).toEqual([false, false]);
  });
});

describe('SE-5 the cookie routes', () => {
  const host = new URL(app.url).host;

  it.each([
    'https://evil.example',
    'null',
    `http://${host}.evil.example`,
    `http://evil.example/${host}`,
    'http://127.0.0.1',
    'file://',
  ])('refuse the origin %s and keep the session', async (origin) => {
    const maya = await app.createUser('customer');
    const refused = await Promise.all([
      refresh(maya.cookie, { origin }),
      logout({ cookie: maya.cookie, origin }),
    ]);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(Array(2).fill([403, 'forbidden']));
    expect(refused[0]?.headers.getSetCookie()).toEqual([]);
    expect(await isSignedIn(maya)).toBe(true);
  });

  it('accept the server’s own origin', async () => {
    const maya = await app.createUser('customer');
    expect((await refresh(maya.cookie, { origin: app.url })).status).toBe(200);
  });

  it('accept PUBLIC_URL and CORS_ORIGINS', async () => {
    const other = await startTestApp({
      PUBLIC_URL: 'http://desk.example.com',
      CORS_ORIGINS: 'https://app.example.com',
    });
    const maya = await other.createUser('customer');
    const from = (origin: string) =>
      other.anonymous.post('/api/auth/refresh', undefined, { headers: { cookie: maya.cookie, origin } });
    const statuses = [
      (await from('http://desk.example.com')).status,
      (await from('https://app.example.com')).status,
      (await from('https://desk.example.com')).status,
    ];
    await other.close();
    expect(statuses).toEqual([200, 200, 403]);
  });
});

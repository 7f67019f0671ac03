import jwt from 'jsonwebtoken';
import { afterAll, describe, expect, it } from 'vitest';
import { createReply, createTicket, startTestApp, type TestUser, waitFor } from '../testing/test-app.ts';

const SECRET = 'a secret of the tests: Quetzalcoatl 4711';
const app = await startTestApp({ JWT_SECRET: SECRET });
afterAll(app.close);

/** The promise is one second; a busy test machine gets more. */
const MAX_CUT_MS = 3000;
const now = () => Math.floor(Date.now() / 1000);
/** The same user with a token that expires in that many seconds. */
function endingIn(seconds: number, caller: TestUser): TestUser & { exp: number } {
  const exp = now() + seconds;
  const claims = { ...(jwt.decode(caller.token) as object), iat: now(), exp };
  return { ...caller, exp, token: jwt.sign(claims, SECRET, { header: { alg: 'HS256', typ: 'at+jwt' } }) };
}

describe('RT-7 when the token expires', () => {
  it('the socket receives `session:expired`, is disconnected and receives no more', async () => {
    const [carl, ada] = await Promise.all([app.createUser('customer'), app.createUser('agent')]);
    const ticket = await createTicket(carl);
    const short = endingIn(3, carl);
    const { socket, otherMessages: others, events } = await app.openSocket(short);
    await waitFor(() => socket.disconnected);
    expect(Date.now()).toBeGreaterThanOrEqual(short.exp * 1000 - 20);
    expect(others).toEqual([{ name: 'session:expired', payload: undefined }]);
    await createReply(ada, ticket);
    expect(events).toEqual([]);
  });

  it('a socket renewed in time stays and receives events', async () => {
    const [carl, ada] = await Promise.all([app.createUser('customer'), app.createUser('agent')]);
    const ticket = await createTicket(carl);
    const short = endingIn(3, carl);
    const { emitWithAck: ask, otherMessages: others, waitForEvents: has } = await app.openSocket(short);
    expect(await ask('session:renew', { token: carl.token })).toEqual({ ok: true });
    await waitFor(() => Date.now() > short.exp * 1000 + 100);
    await createReply(ada, ticket);
    await has(1);
    expect(others).toEqual([]);
  });

  it('TOKEN_TTL sets the lifetime', async () => {
    const shortLived = await startTestApp({ TOKEN_TTL: '2' });
    const carl = await shortLived.createUser('customer');
    const { iat, exp } = jwt.decode(carl.token) as { iat: number; exp: number };
    await waitFor(async () => (await carl.get('/api/auth/me')).status === 401);
    await shortLived.close();
    expect(exp - iat).toBe(2);
  });
});

describe('session:renew', () => {
  it.each<[string, (carl: TestUser) => Promise<string>]>([
    ['the token of another user', async () => (await app.createUser('customer', 'Lena')).token],
    ['a token of another session of the same user', async (carl) => (await app.signInAgain(carl)).token],
    ['no token', async () => 'nonsense'],
    ['an empty token', async () => ''],
  ])('refuses %s and changes nothing', async (_, token) => {
    const carl = await app.createUser('customer');
    const { emitWithAck: ask, socket } = await app.openSocket(carl);
    const acknowledgement = await ask('session:renew', { token: await token(carl) });
    expect(acknowledgement).toMatchObject({ ok: false, error: { code: 'unauthenticated', status: 401 } });
    expect(socket.connected).toBe(true);
  });

  it.each([null, undefined, 'text', {}, { token: 7 }, { token: 'x'.repeat(5000) }, { token: 'x', more: 1 }])(
    'refuses %j',
    async (payload) => {
      const { emitWithAck: ask } = await app.openSocket(await app.createUser('customer'));
      expect(await ask('session:renew', payload)).toMatchObject({
        ok: false,
        error: { code: 'invalid', status: 400 },
      });
    },
  );
});

describe('RT-8 when a session ends', () => {
  it.each<[string, (carl: TestUser) => Promise<unknown>]>([
    ['by signing out', (carl) => carl.post('/api/auth/logout')],
    [
      'by its cookie',
      ({ cookie }) => app.anonymous.post('/api/auth/logout', undefined, { headers: { cookie } }),
    ],
    ['from another device', async (carl) => (await app.signInAgain(carl)).delete('/api/auth/sessions')],
    [
      'by a new password elsewhere',
      async (carl) =>
        (await app.signInAgain(carl)).post('/api/auth/password', {
          current: 'correct horse',
          next: 'better horse',
        }),
    ],
    [
      'by deactivation',
      async (carl) => (await app.createUser('agent')).patch(`/api/users/${carl.user.id}`, { active: false }),
    ],
  ])('%s, its sockets are disconnected within a second and receive no more', async (_, end) => {
    const [carl, ada] = await Promise.all([app.createUser('customer'), app.createUser('agent', 'Ada')]);
    const ticket = await createTicket(carl);
    const { socket, otherMessages: others, events } = await app.openSocket(carl);
    await end(carl);
    await waitFor(() => socket.disconnected, MAX_CUT_MS);
    await createReply(ada, ticket);
    expect(others.map(({ name }) => name)).toEqual(['session:expired']);
    expect(events).toEqual([]);
    expect((await carl.get('/api/auth/me')).status).toBe(401);
  });

  it('a socket that connects meanwhile is refused', async () => {
    const carl = await app.createUser('customer');
    const connecting = app.connect({ token: carl.token });
    const ended = carl.post('/api/auth/logout');
    const outcome = new Promise<string>((resolve) => {
      connecting.on('connect_error', () => resolve('refused'));
      connecting.on('disconnect', () => resolve('cut'));
    });
    await ended;
    expect(['refused', 'cut']).toContain(await outcome);
  });

  it('RT-3 a message sent at the same moment is refused', async () => {
    const [carl, ada] = await Promise.all([app.createUser('customer'), app.createUser('agent')]);
    const ticket = await createTicket(carl);
    const { emitWithAck: ask } = await app.openSocket(ada);
    await app.sql('update sessions set ended_at = 1 where user_id = ?', [ada.user.id]);
    expect(await ask('ticket:view', ticket.id)).toMatchObject({
      ok: false,
      error: { code: 'unauthenticated' },
    });
  });
});

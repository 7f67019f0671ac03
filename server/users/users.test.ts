import { afterAll, describe, expect, it } from 'vitest';
import type { Account, Device, Invitation, Session } from '../../shared/schemas.ts';
import { createTicket, startTestApp, type TestUser } from '../testing/test-app.ts';
import { createSetupLink } from './invitations.ts';

const app = await startTestApp({ PUBLIC_URL: 'http://desk.example.com' });
afterAll(app.close);

const ada = await app.createUser('agent', 'Ada');
let addressCount = 0;
const newAddress = () => {
  addressCount += 1;
  return `new${addressCount}@example.com`;
};
const invite = async (email = newAddress()) =>
  (await ada.post<Invitation & { link: string }>('/api/invitations', { email })).body;
const tokenIn = (link: string) => link.split('#')[1] ?? '';
const accept = (token: string, more: object = {}) =>
  app.anonymous.post<Session>('/api/invitations/accept', {
    token,
    name: 'Sam',
    password: 'correct horse',
    ...more,
  });

describe('an invitation', () => {
  it('is a link to this server with the token in the fragment', async () => {
    const email = newAddress();
    const { status, body } = await ada.post<Invitation & { link: string }>('/api/invitations', {
      email: ` ${email.toUpperCase()}`,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ email, invitedBy: { id: ada.user.id, name: 'Ada' } });
    expect(body.link).toMatch(/^http:\/\/desk\.example\.com\/join#[\w-]{43}$/);
    expect(Math.round((Date.parse(body.expiresAt) - Date.parse(body.createdAt)) / 86_400_000)).toBe(7);
  });

  it('creates an agent and works once', async () => {
    const { link, email } = await invite();
    const { status, body, headers } = await accept(tokenIn(link));
    expect([status, body.user]).toEqual([200, { id: expect.any(Number), name: 'Sam', email, role: 'agent' }]);
    expect(headers.getSetCookie()[0]).toMatch(/^refresh=/);
    expect(await accept(tokenIn(link))).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('SE-8 creates one agent from ten concurrent uses', async () => {
    const { link } = await invite();
    const answers = await Promise.all(Array.from({ length: 10 }, () => accept(tokenIn(link))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(9).fill(404)]);
  });

  it('SE-8 is refused after it is withdrawn or seven days old', async () => {
    const [withdrawn, old] = [await invite(), await invite()];
    expect((await ada.delete(`/api/invitations/${withdrawn.id}`)).status).toBe(204);
    await app.sql('update invitations set expires_at = ? where id = ?', [Date.now() - 1, old.id]);
    expect((await accept(tokenIn(withdrawn.link))).status).toBe(404);
    expect((await accept(tokenIn(old.link))).status).toBe(404);
    expect((await ada.delete(`/api/invitations/${withdrawn.id}`)).status).toBe(404);
  });

  it('SE-8 cannot be withdrawn when it has expired', async () => {
    const old = await invite();
    await app.sql('update invitations set expires_at = ? where id = ?', [Date.now() - 1, old.id]);
    expect(await ada.delete(`/api/invitations/${old.id}`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  it('AU-11 is refused with a common password, and stays valid', async () => {
    const { link } = await invite();
    const { status, body } = await accept(tokenIn(link), { password: 'sunshine123' });
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'password']);
    expect((await accept(tokenIn(link))).status).toBe(200);
  });

  it.each(['', ' ', '%', 'x'.repeat(43), 'null'])('SE-8 refuses %j as a token', async (token) => {
    await invite();
    expect((await accept(token)).status).toBe(404);
  });

  it('SE-8 is stored as a digest, and the link is returned only once', async () => {
    const { link, id } = await invite();
    expect(JSON.stringify(await app.sql('select * from invitations'))).not.toContain(tokenIn(link));
    const { body } = await ada.get<{ invitations: Invitation[] }>('/api/invitations');
    expect(body.invitations.map((one) => one.id)).toContain(id);
    expect(JSON.stringify(body)).not.toMatch(/link|token/i);
  });

  it('is bound to its address, and refused for an address with an account', async () => {
    const { link, email } = await invite();
    expect((await accept(tokenIn(link), { email: 'other@example.com' })).body.user.email).toBe(email);
    const taken = await ada.post('/api/invitations', { email });
    expect([taken.status, taken.body.code]).toEqual([409, 'email_taken']);
  });

  it('returns 409 when its address has registered meanwhile', async () => {
    const { link, email } = await invite();
    await app.anonymous.post('/api/auth/register', { name: 'Sam', email, password: 'correct horse' });
    expect(await accept(tokenIn(link))).toMatchObject({ status: 409, body: { code: 'email_taken' } });
    expect(await app.sql('select role from users where email = ?', [email])).toEqual([{ role: 'customer' }]);
  });

  it('appears in the list only while it can be accepted, newest first', async () => {
    const [first, second, gone] = [await invite(), await invite(), await invite()];
    await ada.delete(`/api/invitations/${gone.id}`);
    const { body } = await ada.get<{ invitations: Invitation[] }>('/api/invitations');
    expect(body.invitations.slice(0, 2).map(({ id }) => id)).toEqual([second.id, first.id]);
  });
});

describe('the set-up link', () => {
  it('creates the first agent and is refused afterwards', async () => {
    const empty = await startTestApp();
    const [old, token] = [
      await createSetupLink(empty.orm.em.fork()),
      await createSetupLink(empty.orm.em.fork()),
    ];
    const use = (link: string | null, email?: string) =>
      empty.anonymous.post<Session>('/api/invitations/accept', {
        token: link,
        name: 'Sam',
        password: 'correct horse',
        email,
      });
    const statuses = [
      (await use(old, 'sam@example.com')).status,
      (await use(token)).status,
      (await use(token, 'sam@example.com')).status,
      (await use(token, 'eve@example.com')).status,
    ];
    expect(statuses).toEqual([404, 400, 200, 404]);
    expect(await createSetupLink(empty.orm.em.fork())).toBeNull();
    await empty.close();
  });

  it('is refused when an agent exists already', async () => {
    const empty = await startTestApp();
    const token = await createSetupLink(empty.orm.em.fork());
    await empty.createUser('agent');
    const body = { token, name: 'Eve', password: 'correct horse', email: 'eve@example.com' };
    const { status } = await empty.anonymous.post('/api/invitations/accept', body);
    await empty.close();
    expect(status).toBe(404);
  });
});

describe('accounts', () => {
  const find = async (query = '') =>
    (await ada.get<{ users: Account[]; hasMore: boolean }>(`/api/users${query}`)).body;

  it('OUT-1 are listed by page and role, without secret fields', async () => {
    await app.createUser('customer', 'Carl');
    const { users } = await find('?role=customer&limit=200');
    expect(new Set(users.map(({ role }) => role))).toEqual(new Set(['customer']));
    const first = await find('?limit=2');
    const second = await find(`?limit=2&after=${first.users[1]?.id}`);
    expect(first.hasMore).toBe(true);
    expect(second.users[0]?.id).toBeGreaterThan(first.users[1]?.id ?? 0);
    expect(Object.keys(first.users[0] ?? {}).toSorted()).toEqual(['active', 'email', 'id', 'name', 'role']);
  });

  it('AU-6 a deactivated account gets the same response as a wrong password', async () => {
    const carl = await app.createUser('customer', 'Carl');
    expect((await ada.patch<Account>(`/api/users/${carl.user.id}`, { active: false })).body.active).toBe(
      false,
    );
    const [right, wrong] = await Promise.all(
      ['correct horse', 'wrong horse'].map((password) =>
        app.anonymous.post<object>('/api/auth/login', { email: carl.user.email, password }),
      ),
    );
    expect(right?.status).toBe(401);
    expect({ ...right?.body, requestId: '' }).toEqual({ ...wrong?.body, requestId: '' });
  });

  it('SE-3 deactivation ends all sessions; after reactivation a new sign-in is required', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const refresh = () =>
      app.anonymous.post('/api/auth/refresh', undefined, { headers: { cookie: carl.cookie } });
    await ada.patch(`/api/users/${carl.user.id}`, { active: false });
    expect([(await carl.get('/api/auth/me')).status, (await refresh()).status]).toEqual([401, 401]);
    await ada.patch(`/api/users/${carl.user.id}`, { active: true });
    expect([(await carl.get('/api/auth/me')).status, (await refresh()).status]).toEqual([401, 401]);
    expect((await app.signInAgain(carl)).token).toBeTruthy();
  });

  it('SE-3 a deactivated account cannot use a session that was opened concurrently', async () => {
    const carl = await app.createUser('customer', 'Carl');
    await app.sql('update users set active = 0 where id = ?', [carl.user.id]);
    expect((await carl.get('/api/auth/me')).status).toBe(401);
    await expect(app.openSocket(carl)).rejects.toMatchObject({ data: { code: 'unauthenticated' } });
    const { status } = await app.anonymous.post('/api/auth/refresh', undefined, {
      headers: { cookie: carl.cookie },
    });
    expect(status).toBe(401);
  });

  it('an unknown id returns 404', async () => {
    expect((await ada.patch('/api/users/987654', { active: false })).status).toBe(404);
  });

  it.each([{}, { active: 'no' }, { active: null }, { active: true, role: 'agent' }, { role: 'agent' }])(
    'refuse the change %j',
    async (body) => {
      const carl = await app.createUser('customer', 'Carl');
      expect((await ada.patch(`/api/users/${carl.user.id}`, body)).status).toBe(400);
    },
  );
});

describe('my own account', () => {
  it('the name can be changed, and new events carry it', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const { status, body } = await carl.patch<{ name: string }>('/api/auth/me', { name: 'Carla' });
    expect([status, body.name]).toEqual([200, 'Carla']);
    expect((await createTicket(carl)).customer.name).toBe('Carla');
  });

  it.each([
    {},
    { name: '' },
    { name: '\u200b' },
    { name: 'x'.repeat(101) },
    { email: 'new@example.com' },
    { name: 'Eve', role: 'agent' },
  ])('refuses the change %j', async (body) => {
    expect((await (await app.createUser('customer')).patch('/api/auth/me', body)).status).toBe(400);
  });

  it('SE-3 a password change ends all other sessions and keeps this one', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const elsewhere = await app.signInAgain(carl);
    const change = await carl.post('/api/auth/password', { current: 'correct horse', next: 'better horse' });
    expect(change.status).toBe(204);
    expect([(await carl.get('/api/auth/me')).status, (await elsewhere.get('/api/auth/me')).status]).toEqual([
      200, 401,
    ]);
    const login = (password: string) =>
      app.anonymous.post('/api/auth/login', { email: carl.user.email, password });
    expect([(await login('correct horse')).status, (await login('better horse')).status]).toEqual([401, 200]);
  });

  it('a wrong current password returns 400 for that field and changes nothing', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const elsewhere = await app.signInAgain(carl);
    const { status, body } = await carl.post('/api/auth/password', {
      current: 'wrong horse',
      next: 'better horse',
    });
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid', 'current']);
    expect((await elsewhere.get('/api/auth/me')).status).toBe(200);
  });

  it('AU-5 a new password follows the rules of registration', async () => {
    const carl = await app.createUser('customer', 'Carl');
    for (const next of ['short77', 'x'.repeat(73), 7, '']) {
      const { status, body } = await carl.post('/api/auth/password', { current: 'correct horse', next });
      expect([status, body.errors?.[0]?.path]).toEqual([400, 'next']);
    }
  });

  it('AU-11 a common password is refused', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const { status, body } = await carl.post('/api/auth/password', {
      current: 'correct horse',
      next: 'sunshine',
    });
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'next']);
  });

  it('RL-1 wrong current passwords are limited like failed sign-ins', async () => {
    const strict = await startTestApp({ RATE_LIMITS: 'on' });
    const carl = await strict.createUser('customer');
    const guess = () => carl.post('/api/auth/password', { current: 'wrong horse', next: 'better horse' });
    const statuses = (await Promise.all(Array.from({ length: 15 }, guess))).map(({ status }) => status);
    await strict.close();
    expect(statuses.filter((status) => status === 400)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });
});

describe('my sessions', () => {
  const sessionsOf = async (user: TestUser) =>
    (await user.get<{ sessions: Device[] }>('/api/auth/sessions')).body.sessions;

  it('list the devices and mark the current session', async () => {
    const carl = await app.createUser('customer', 'Carl');
    await app.anonymous.post(
      '/api/auth/login',
      { email: carl.user.email, password: 'correct horse' },
      { headers: { 'user-agent': 'Netscape 4' } },
    );
    const sessions = await sessionsOf(carl);
    expect(sessions.map(({ current }) => current).toSorted()).toEqual([false, true]);
    expect(sessions.find(({ current }) => !current)?.device).toBe('Netscape 4');
  });

  it('can be ended one by one, but not those of other users', async () => {
    const [carl, lena] = await Promise.all([
      app.createUser('customer', 'Carl'),
      app.createUser('customer', 'Lena'),
    ]);
    const elsewhere = await app.signInAgain(carl);
    const other = (await sessionsOf(carl)).find(({ current }) => !current)?.id;
    expect((await lena.delete(`/api/auth/sessions/${other}`)).status).toBe(404);
    expect((await elsewhere.get('/api/auth/me')).status).toBe(200);
    expect((await carl.delete(`/api/auth/sessions/${other}`)).status).toBe(204);
    expect((await elsewhere.get('/api/auth/me')).status).toBe(401);
    expect((await carl.delete(`/api/auth/sessions/${other}`)).status).toBe(404);
  });

  it('SE-4 can all be ended except the current one, without affecting other users', async () => {
    const [carl, lena] = await Promise.all([
      app.createUser('customer', 'Carl'),
      app.createUser('customer', 'Lena'),
    ]);
    const others = [await app.signInAgain(carl), await app.signInAgain(carl)];
    expect((await carl.delete('/api/auth/sessions')).status).toBe(204);
    for (const other of others) expect((await other.get('/api/auth/me')).status).toBe(401);
    expect([(await carl.get('/api/auth/me')).status, (await lena.get('/api/auth/me')).status]).toEqual([
      200, 200,
    ]);
    expect(await sessionsOf(carl)).toHaveLength(1);
  });
});

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Session } from '../../shared/schemas.ts';
import { startTestApp } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const PASSWORD = 'correct horse';
let userCount = 0;
const newUser = (overrides: object = {}) => {
  userCount += 1;
  return { name: 'Maya Ortiz', email: `maya${userCount}@example.com`, password: PASSWORD, ...overrides };
};
const register = (body: unknown) => app.anonymous.post<Session>('/api/auth/register', body);
const login = (email: string, password = PASSWORD) =>
  app.anonymous.post<Session>('/api/auth/login', { email, password });

describe('POST /api/auth/register', () => {
  it('creates a customer account and signs in', async () => {
    const maya = newUser();
    const { status, body } = await register(maya);
    expect(status).toBe(201);
    expect(body).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expiresIn: 900,
      user: { id: expect.any(Number), name: 'Maya Ortiz', email: maya.email, role: 'customer' },
    });
  });

  it('AU-7 stores the e-mail address in lower case and trimmed', async () => {
    const { body } = await register(newUser({ email: '  Mixed.Case@Example.COM ' }));
    expect(body.user.email).toBe('mixed.case@example.com');
  });

  it('AU-7 refuses an address that differs only in case and spaces', async () => {
    const maya = newUser();
    await register(maya);
    const { status, body } = await register({ ...maya, email: ` ${maya.email.toUpperCase()}` });
    expect([status, body.code]).toEqual([409, 'email_taken']);
  });

  it('AU-7 creates one account from 20 concurrent registrations', async () => {
    const maya = newUser();
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(maya)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(19).fill(409)]);
    expect(await app.sql('select id from users where email = ?', [maya.email])).toHaveLength(1);
  });

  it('AZ-7 refuses a role and creates no account', async () => {
    const mallory = newUser({ role: 'agent' });
    const { status, body } = await register(mallory);
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid', 'role']);
    expect(await app.sql('select id from users where email = ?', [mallory.email])).toEqual([]);
  });

  it.each([
    ['seven characters', 'short77'],
    ['seven characters that are fourteen UTF-16 units', '😀😀😀😀😀😀😀'],
    ['73 bytes', 'x'.repeat(73)],
    ['74 bytes in 37 characters', 'ü'.repeat(37)],
    ['a NUL', 'correct\0horse'],
    ['an unpaired surrogate', 'correct horse\ud83d'],
    ['a number', 12345678],
  ])('AU-5 refuses a password of %s', async (_, password) => {
    const { status, body } = await register(newUser({ password }));
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid', 'password']);
  });

  it.each([
    ['eight characters', 'exactly8'],
    ['72 bytes', 'x'.repeat(72)],
    ['eight emoji', '😀😁😂🤣😃😄😅😆'],
    ['spaces at both ends', '  correct  '],
  ])('AU-5 accepts a password of %s and compares it byte for byte', async (_, password) => {
    const maya = newUser({ password });
    expect((await register(maya)).status).toBe(201);
    expect((await login(maya.email, password)).status).toBe(200);
    expect((await login(maya.email, password.slice(0, -1).trim())).status).toBe(401);
  });

  it.each([
    '',
    'maya',
    'maya@',
    '@example.com',
    'maya@exa mple.com',
    `${'m'.repeat(250)}@example.com`,
    null,
    7,
  ])('refuses %j as an e-mail address', async (email) => {
    const { status, body } = await register(newUser({ email }));
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'email']);
  });

  it.each(['', '   ', '\u200b\u200b', 'x'.repeat(101), null])('refuses %j as a name', async (name) => {
    const { status, body } = await register(newUser({ name }));
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'name']);
  });

  it('reports all invalid fields at once', async () => {
    const { body } = await register({ name: ' ', email: 'unknown', password: 'short' });
    expect(body.errors?.map(({ path }) => path).toSorted()).toEqual(['email', 'name', 'password']);
  });

  it.each(['password', 'Password1', 'iloveyou2', 'monkey1234', 'ｐａｓｓｗｏｒｄ'])(
    'AU-11 refuses the common password %j',
    async (password) => {
      const { status, body } = await register(newUser({ password }));
      expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'invalid', 'password']);
    },
  );

  it('AU-11 the list of common passwords has at least 3000 entries', () => {
    const list = readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8');
    const entries = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(entries.length).toBeGreaterThanOrEqual(3000);
    expect(entries.filter((entry) => entry.length < 8 || entry !== entry.toLowerCase())).toEqual([]);
  });

  it('AU-10 stores only a hash of the password and does not return it', async () => {
    const maya = newUser();
    const { body } = await register(maya);
    const [row] = await app.sql('select * from users where email = ?', [maya.email]);
    expect(row?.password_hash).toMatch(/^\$2[ab]\$/);
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
    expect(JSON.stringify(body)).not.toContain(row?.password_hash);
  });
});

describe('POST /api/auth/login', () => {
  it('accepts the e-mail address in any case and with spaces', async () => {
    const maya = newUser();
    await register(maya);
    const { status, body } = await login(`  ${maya.email.toUpperCase()} `);
    expect([status, body.user.email, body.expiresIn]).toEqual([200, maya.email, 900]);
  });

  it('AU-6 returns the same response for an unknown address and a wrong password', async () => {
    const maya = newUser();
    await register(maya);
    const [unknown, wrong] = await Promise.all([
      login('unknown@example.com', 'wrong horse'),
      login(maya.email, 'wrong horse'),
    ]);
    const { requestId: _, ...body } = wrong.body;
    expect(wrong.status).toBe(401);
    expect(body).toMatchObject({ code: 'unauthenticated', type: 'about:blank' });
    expect(unknown).toMatchObject({ status: 401, body });
    expect([...unknown.headers.keys()]).toEqual([...wrong.headers.keys()]);
  });

  it('AU-5 refuses a longer password with the same first 72 bytes', async () => {
    const maya = newUser({ password: 'x'.repeat(72) });
    await register(maya);
    expect((await login(maya.email, 'x'.repeat(73))).status).toBe(401);
  });

  it('opens a new session for each sign-in', async () => {
    const maya = newUser();
    await register(maya);
    const [first, second] = await Promise.all([login(maya.email), login(maya.email)]);
    expect(first.body.token).not.toBe(second.body.token);
  });

  it('SE-7 replaces a refresh cookie that was set before sign-in', async () => {
    const maya = newUser();
    await register(maya);
    const headers = { cookie: 'refresh=planted' };
    const { headers: responseHeaders } = await app.anonymous.post(
      '/api/auth/login',
      { email: maya.email, password: PASSWORD },
      { headers },
    );
    expect(responseHeaders.getSetCookie()[0]).toMatch(/^refresh=(?!planted)/);
  });

  it('refuses query operators in place of strings', async () => {
    const { status } = await app.anonymous.post('/api/auth/login', {
      email: { $ne: null },
      password: PASSWORD,
    });
    expect(status).toBe(400);
  });
});

describe('GET /api/auth/me', () => {
  it('returns the signed-in user', async () => {
    const ada = await app.createUser('agent', 'Ada');
    const { status, body } = await ada.get('/api/auth/me');
    expect([status, body]).toEqual([
      200,
      { id: ada.user.id, name: 'Ada', email: ada.user.email, role: 'agent' },
    ]);
  });

  it('SE-1 does not accept the refresh cookie as an access token', async () => {
    const { cookie } = await app.createUser('customer');
    expect((await app.anonymous.get('/api/auth/me', { headers: { cookie } })).status).toBe(401);
  });
});

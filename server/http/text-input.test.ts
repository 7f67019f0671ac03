import bcrypt from 'bcryptjs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Session, Ticket } from '../../shared/schemas.ts';
import { createTicket, startTestApp } from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const PASSWORD = 'correct horse';
let userCount = 0;
const newUser = (overrides: object = {}) => {
  userCount += 1;
  return { name: 'Maya', email: `text${userCount}@example.com`, password: PASSWORD, ...overrides };
};
const register = (overrides: object) => app.anonymous.post<Session>('/api/auth/register', newUser(overrides));
const login = (email: string, password = PASSWORD) =>
  app.anonymous.post<Session>('/api/auth/login', { email, password });
const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];

const CONTROLS = [
  ...['\n', '\r', '\t', '\u0000', '\u001b', '\u007f', '\u0085', '\u2028', '\u2029'],
  ...['\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e'],
  ...['\u2066', '\u2067', '\u2068', '\u2069'],
];

describe('IN-10 a control character, line break or bidi control is refused', () => {
  it.each(CONTROLS)('%j in a name', async (control) => {
    const name = `Maya${control}Ortiz`;
    const { link } = (await ada.post<{ link: string }>('/api/invitations', { email: newUser().email })).body;
    const answers = [
      await register({ name }),
      await carl.patch('/api/auth/me', { name }),
      await app.anonymous.post('/api/invitations/accept', {
        token: link.split('#')[1],
        name,
        password: PASSWORD,
      }),
    ];
    for (const { status, body } of answers)
      expect([status, body.code, body.errors?.map(({ path }) => path)]).toEqual([400, 'invalid', ['name']]);
  });

  it.each(CONTROLS)('%j in a subject, but not in a description', async (control) => {
    const submit = (subject: string, description: string) =>
      carl.post('/api/tickets', { subject, description });
    const { status, body } = await submit(`Help${control}me`, 'It broke.');
    expect([status, body.code, body.errors?.map(({ path }) => path)]).toEqual([400, 'invalid', ['subject']]);
    expect((await submit('Help', `It${control}broke.`)).status).toBe(control === '\0' ? 400 : 201);
  });

  it.each(CONTROLS)('%j in an e-mail address', async (control) => {
    for (const email of [
      `ma${control}ya@example.com`,
      `${control}maya@example.com`,
      `maya@example.com${control}`,
    ]) {
      const answers = [await register({ email }), await ada.post('/api/invitations', { email })];
      for (const { status, body } of answers)
        expect([status, body.code, body.errors?.map(({ path }) => path)]).toEqual([
          400,
          'invalid',
          ['email'],
        ]);
    }
  });

  it('but such a character in an old row is still returned', async () => {
    const old = await app.createUser('customer', 'Old');
    const ticket = await createTicket(old);
    const name = 'Old\u202e\nName';
    await app.sql('update users set name = ? where id = ?', [name, old.user.id]);
    await app.sql('update tickets set subject = ? where id = ?', [name, ticket.id]);
    expect((await old.get<{ name: string }>('/api/auth/me')).body.name).toBe(name);
    const { status, body } = await ada.get<Ticket>(`/api/tickets/${ticket.id}`);
    expect([status, body.subject, body.customer.name]).toEqual([200, name, name]);
    expect((await ada.get(`/api/tickets?customer=${old.user.id}`)).status).toBe(200);
  });
});

describe('IN-10 NFC', () => {
  it('is the form in which names and subjects come back; other texts come back unchanged', async () => {
    const decomposed = 'Zoe\u0308';
    expect((await register({ name: decomposed })).body.user.name).toBe('Zo\u00eb');
    const ticket = await createTicket(carl, { subject: decomposed, description: decomposed });
    expect([ticket.subject, ticket.description]).toEqual(['Zo\u00eb', decomposed]);
  });

  it('is measured: 100 composed characters fit into a name', async () => {
    expect((await register({ name: 'e\u0308'.repeat(100) })).status).toBe(201);
    expect((await register({ name: 'e\u0308'.repeat(101) })).status).toBe(400);
  });
});

describe('AU-7 e-mail addresses', () => {
  it.each([
    ['o&m@example.com', 'o&m@example.com'],
    ['a/b@example.com', 'a/b@example.com'],
    ['a=b@example.com', 'a=b@example.com'],
    ["o'neil+desk@example.com", "o'neil+desk@example.com"],
    ["!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"],
    ['info@müller-gmbh.de', 'info@xn--mller-gmbh-9db.de'],
    ['Post@例え.テスト', 'post@xn--r8jz45g.xn--zckzah'],
    ['x@sub.sub.example.museum', 'x@sub.sub.example.museum'],
  ])('%s is accepted, stored as %s, and signs in', async (email, stored) => {
    const { status, body } = await register({ email });
    expect([status, body.user?.email]).toEqual([201, stored]);
    expect((await login(email)).status).toBe(200);
    expect((await login(stored.toUpperCase())).status).toBe(200);
  });

  it('an IDN domain is one account in every spelling', async () => {
    expect((await register({ email: 'info@bücher.example' })).status).toBe(201);
    for (const email of ['INFO@BÜCHER.example', 'info@bu\u0308cher.example', 'info@xn--bcher-kva.example']) {
      expect((await register({ email })).body.code).toBe('email_taken');
      expect((await ada.post('/api/invitations', { email })).body.code).toBe('email_taken');
      expect((await login(email)).status).toBe(200);
    }
  });

  it.each([
    'a..b@example.com',
    '.a@example.com',
    'a.@example.com',
    '"a b"@example.com',
    'mü@example.com',
    'a@localhost',
    'a@127.0.0.1',
    'a@0x7f.1',
    'a@[::1]',
    'a@exa%6dple.com',
    'a@example.com:80',
    'a@example.com/b',
    'a@-example.com',
    'a@exa_mple.com',
    'a@example.com.',
    'a@example..com',
    'a@@example.com',
    'a@b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(130)}com`,
    'ma\u00a0ya@example.com',
  ])('%j is refused at the field', async (email) => {
    const { status, body } = await register({ email });
    expect([status, body.errors?.map(({ path }) => path)]).toEqual([400, ['email']]);
  });

  it.each(['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad'])(
    '%j around and inside an address is removed',
    async (invisible) => {
      const { email } = newUser();
      const pasted = `${invisible}${email.replace('@', `${invisible}@`)}${invisible}`;
      expect((await register({ email: pasted })).body.user.email).toBe(email);
      expect((await login(pasted)).status).toBe(200);
      expect((await login(email)).status).toBe(200);
      expect((await register({ email })).body.code).toBe('email_taken');
    },
  );

  it('a no-break space and a line break around an address do not stop a sign-in', async () => {
    const { email } = newUser();
    expect((await register({ email: `\u00a0${email}\u00a0` })).body.user.email).toBe(email);
    expect((await login(`\u00a0${email}\r\n`)).status).toBe(200);
    expect((await login(`\u202a${email}\u202c`)).status).toBe(200);
  });

  it('an address that was stored by older rules still signs in', async () => {
    const old = await app.createUser('customer');
    const email = `${'a'.repeat(65)}@old-.example.com`;
    await app.sql('update users set email = ? where id = ?', [email, old.user.id]);
    expect((await login(` ${email.toUpperCase()}`)).status).toBe(200);
  });
});

describe('AU-5 passwords in NFKC', () => {
  const FORMS = ['pa\u0308sse ﬁne horse', 'p\u00e4sse fine horse', 'p\u00e4sse ﬁne horse'];

  it.each(FORMS)('%j signs in in every form', async (password) => {
    const { email } = newUser();
    expect((await register({ email, password })).status).toBe(201);
    for (const form of FORMS) expect((await login(email, form)).status).toBe(200);
    expect((await login(email, 'passe fine horse')).status).toBe(401);
  });

  it('are compared in that form by a password change', async () => {
    const { email } = newUser();
    const { token } = (await register({ email, password: FORMS[0] })).body;
    const headers = { authorization: `Bearer ${token}` };
    const change = (current?: string, next?: string) =>
      app.anonymous.post('/api/auth/password', { current, next }, { headers });
    expect((await change(FORMS[1], FORMS[2])).status).toBe(204);
    expect((await login(email, FORMS[0])).status).toBe(200);
  });

  it('an old hash of another form stays valid for that form', async () => {
    const old = await app.createUser('customer');
    const hash = bcrypt.hashSync('ﬁne old horse', 4);
    await app.sql('update users set password_hash = ? where id = ?', [hash, old.user.id]);
    expect((await login(old.user.email, 'ﬁne old horse')).status).toBe(200);
    expect((await login(old.user.email, 'other old horse')).status).toBe(401);
  });

  it('are measured in that form', async () => {
    expect((await register({ password: 'ﬁ'.repeat(37) })).status).toBe(400);
    expect((await register({ password: 'e\u0308'.repeat(36) })).status).toBe(201);
    expect((await register({ password: 'e\u0308'.repeat(7) })).status).toBe(400);
  });
});

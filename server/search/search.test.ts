import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ListedTicket } from '../../shared/schemas.ts';
import { MAX_MESSAGE_LENGTH } from '../../shared/vocabulary.ts';
import { createReply, createTicket, startTestApp, type TestUser, waitFor } from '../testing/test-app.ts';
import { ON_POSTGRES } from '../testing/test-database.ts';

const app = await startTestApp();
type List = { tickets: ListedTicket[]; nextCursor: string | null; total: number };
const search = async (user: TestUser, query: Record<string, string>) =>
  (await user.get<List>(`/api/tickets?${new URLSearchParams(query)}`)).body;
const find = async (user: TestUser, q: string, query = {}) =>
  (await search(user, { q, ...query })).tickets.map(({ id }) => id);
const hitsOf = (ticket: ListedTicket | undefined) =>
  ticket?.match?.snippet.filter(({ hit }) => hit).map(({ text }) => text);

const [ada, carl, lena] = await Promise.all([
  app.createUser('agent', 'Ada'),
  app.createUser('customer', 'Carl Ørsted'),
  app.createUser('customer', 'Lena'),
]);

describe('a search finds', () => {
  it.each([
    ['Überweisung fehlt', ['uberweisung', 'ÜBERWEISUNG', 'überw', 'U\u0308BERWEISUNG']],
    ['Где мой ЗАКАЗ', ['заказ', 'Заказ', 'зак']],
    ['Straße gesperrt', ['STRASSE', 'strasse', 'straße']],
    ['検索機能が動かない', ['検索', '機能', '動か', '索', 'ない']],
    ['검색이 안 돼요', ['검색', '색이', '돼요']],
    ['ระบบล่มแล้ว', ['ระบบ', 'ล่ม']],
    ['لا أستطيع تسجيل الدُّخول', ['الدخول', 'استطيع']],
    ['Smørrebrød & Łódź', ['smorrebrod', 'lodz']],
    ['क्रेडिट कार्ड', ['कार्ड', 'क्रेडिट']],
    ['Fire 🔥 alarm', ['🔥', 'alarm fire']],
    ['e\u0301te\u0301 n\u0303andu\u0301', ['ete nandu']],
  ])('%s', async (subject, queries) => {
    const { id } = await createTicket(carl, { subject });
    for (const q of queries) expect(await find(ada, q), q).toContain(id);
    for (const q of queries) expect(await find(carl, q), q).toContain(id);
    for (const q of queries) expect(await find(lena, q), q).toEqual([]);
  });

  it('words in different texts of one ticket and in its customer, all of them required', async () => {
    const ticket = await createTicket(carl, { subject: 'Xylophone', description: 'The keys are loose.' });
    await createReply(ada, ticket, 'Which mallets do you use?');
    for (const q of ['xylophone loose mallets', 'orsted xylophone', `${carl.user.email} mallets`])
      expect(await find(ada, q), q).toEqual([ticket.id]);
    expect(await find(ada, 'xylophone violin')).toEqual([]);
  });

  it('phrases only in their order, and prefixes only of the last word', async () => {
    const { id } = await createTicket(carl, { description: 'quick brown zebras jump' });
    for (const q of ['"brown zebras"', 'brown zeb', '"quick brown" jum', 'zebras quick'])
      expect(await find(ada, q), q).toEqual([id]);
    for (const q of ['"zebras brown"', 'zeb brown', '"brown zeb"', 'ebras'])
      expect(await find(ada, q), q).toEqual([]);
  });

  it('a customer by a new name', async () => {
    const zora = await app.createUser('customer', 'Zora Before');
    const { id } = await createTicket(zora);
    await zora.patch('/api/auth/me', { name: 'Zora Afterwards' });
    expect(await find(ada, 'afterwards')).toEqual([id]);
    expect(await find(ada, 'zora before')).toEqual([]);
  });

  it('a ticket by number, first by relevance', async () => {
    const { id } = await createTicket(carl);
    const other = await createTicket(carl, { subject: `About number ${id}` });
    expect(await find(ada, `#${id}`)).toEqual([id, other.id]);
    expect((await search(ada, { q: `${id}` })).tickets[0]?.match).toBeNull();
  });
});

describe('the order of results', () => {
  it('is subject, then texts, by default; other sorts and pages work', async () => {
    const inReply = await createTicket(carl);
    await createReply(ada, inReply, 'okapi');
    const inSubject = await createTicket(carl, { subject: 'An okapi' });
    const inText = await createTicket(carl, { description: 'okapi' });
    await createReply(ada, inText, 'okapi again');
    const ranked = [inSubject.id, inText.id, inReply.id];
    expect(await find(ada, 'okapi')).toEqual(ranked);
    expect(await find(ada, 'okapi', { sort: 'created' })).toEqual([inText.id, inSubject.id, inReply.id]);

    const paged: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: List = await search(ada, { q: 'okapi', limit: '1', ...(cursor && { cursor }) });
      expect(page.total).toBe(3);
      paged.push(...page.tickets.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(ranked);
  });

  it('counts the results after the last page', async () => {
    await createTicket(carl, { subject: 'A capybara' });
    const { nextCursor } = await search(ada, { q: 'okapi', limit: '1', sort: 'created' });
    const { tickets, total } = await search(ada, {
      q: 'capybara',
      sort: 'created',
      cursor: nextCursor ?? '',
    });
    expect([tickets.length, total]).toEqual([0, 1]);
  });
});

describe('a match', () => {
  it('shows the field, the text around the hits and the hits', async () => {
    const before = 'word '.repeat(60);
    const ticket = await createTicket(carl, {
      subject: 'Kookaburra ÉTÉ',
      description: `${before}walrus\n\n${before}`,
    });
    await createReply(ada, ticket, 'First narwhal, second narwhals');
    const [bySubject] = (await search(carl, { q: 'ete kooka' })).tickets;
    expect(bySubject?.match).toEqual({
      field: 'subject',
      snippet: [
        { text: 'Kookaburra', hit: true },
        { text: ' ', hit: false },
        { text: 'ÉTÉ', hit: true },
      ],
    });
    const [byText] = (await search(carl, { q: 'walrus' })).tickets;
    expect([byText?.match?.field, hitsOf(byText)]).toEqual(['description', ['walrus']]);
    const shown = byText?.match?.snippet.map(({ text }) => text).join('') ?? '';
    expect(shown).toMatch(/^….* walrus .*…$/);
    expect(shown.length).toBeLessThan(200);
    const [byReply] = (await search(carl, { q: 'narwhal' })).tickets;
    expect([byReply?.match?.field, hitsOf(byReply)]).toEqual(['reply', ['narwhal', 'narwhals']]);
    const [byCustomer] = (await search(ada, { q: 'orsted kookaburra', customer: `${carl.user.id}` })).tickets;
    expect(byCustomer?.match?.field).toBe('subject');
  });

  it('splits no grapheme and contains no replacement character', async () => {
    await createTicket(carl, { description: `${'👨‍👩‍👧‍👦'.repeat(60)} ocelot ${'🇩🇪'.repeat(100)}` });
    const [ticket] = (await search(carl, { q: 'ocelot' })).tickets;
    const shown = ticket?.match?.snippet.map(({ text }) => text).join('') ?? '';
    expect(shown).toMatch(/^…(👨‍👩‍👧‍👦)* ocelot (🇩🇪)*…$/u);
  });
});

it('HT-6 snippets of long texts do not block other requests', async () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщыэюяαβγδεζηθικλμνξοπρστυφχψω'];
  const description = `${letters.join(' ')} `.repeat(200).slice(0, MAX_MESSAGE_LENGTH - 8);
  for (let n = 0; n < 10; n++) await createTicket(lena, { description });
  let [last, longest] = [performance.now(), 0];
  const start = last;
  const ticks = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  const { total } = await search(lena, { q: letters.join(' ') });
  clearInterval(ticks);
  expect(total).toBe(10);
  expect(longest).toBeLessThan((performance.now() - start) / 2);
});

it('a snippet is short, however long the word is', async () => {
  const { id } = await createTicket(lena, { description: `Tapir${'r'.repeat(10_000)}` });
  const [ticket] = (await search(lena, { q: 'tapir' })).tickets;
  expect(ticket?.id).toBe(id);
  expect(hitsOf(ticket)?.join('').length).toBeLessThan(200);
});

describe('AZ-4 notes', () => {
  it('are found only by agents who ask for them, never by customers', async () => {
    const ticket = await createTicket(carl, { subject: 'Plain' });
    await createReply(ada, ticket, { content: 'Suspect: pangolin', internal: true });
    expect(await find(ada, 'pangolin')).toEqual([]);
    expect(await find(carl, 'pangolin')).toEqual([]);
    expect(await find(ada, 'pangolin', { notes: 'false' })).toEqual([]);
    const [found] = (await search(ada, { q: 'pangolin', notes: 'true' })).tickets;
    expect([found?.id, found?.match?.field, hitsOf(found)]).toEqual([ticket.id, 'note', ['pangolin']]);
    const { status } = await carl.get('/api/tickets?q=pangolin&notes=true');
    expect(status).toBe(403);
  });
});

describe('AZ-1 a customer', () => {
  it('finds nothing of other customers: not by words, number, name, address or the index’s own words', async () => {
    const ticket = await createTicket(carl, { subject: 'Secret axolotl' });
    const queries = [
      'axolotl',
      `#${ticket.id}`,
      'orsted',
      carl.user.email,
      `c${carl.user.id}`,
      'axolotl OR x',
    ];
    for (const q of queries) expect(await search(lena, { q }), q).toMatchObject({ tickets: [], total: 0 });
  });
});

describe('IN-5 any text is a search', () => {
  it.each([
    'AND',
    'OR',
    'NOT',
    'NEAR(a, b)',
    'a AND',
    '"',
    '""',
    '"a',
    'a"b',
    '*',
    'a*',
    '^a',
    'a:b',
    'subject:x',
    '(',
    ')',
    '-a',
    '--',
    '+',
    '{a}',
    "' or 1=1 --",
    '\0',
    'a\0b',
    '\ud800',
    '%',
    '_',
    'x',
    ' ',
    '   ',
    '🔥'.repeat(100),
    'ا',
    '中',
    'ก',
    'e\u0301',
    '\u0301',
    '\u202e',
    'a b c d e f g h i j k l m n o p q r s t u v w x y z',
    'rowid',
    'search',
    '1 2 3',
    '#',
    '#0',
    '99999999999999999999',
  ])('%j', async (q) => {
    const { status } = await ada.get(`/api/tickets?${new URLSearchParams({ q })}`);
    expect(status).toBe(200);
  });
});

it('IN-5 many numbers are a search, also of notes and of names with numbers', async () => {
  const numbers = Array.from({ length: 70 }, (_, i) => i + 1);
  for (const start of [0, 25, 50])
    await (await app.createUser('customer')).patch('/api/auth/me', {
      name: numbers.slice(start, start + 25).join(' '),
    });
  const q = numbers.join(' ');
  const { status } = await ada.get(`/api/tickets?${new URLSearchParams({ q, notes: 'true' })}`);
  expect(status).toBe(200);
});

// On PostgreSQL, requests that arrive in one packet are authenticated in any order, and then wait for each other.
it.skipIf(ON_POSTGRES)(
  'HT-6 one search of a user runs at a time: further ones wait, or are refused with 429',
  async () => {
    const limited = await startTestApp({ RATE_LIMITS: 'on' });
    const max = await limited.createUser('agent', 'Max');
    const socket = connect(Number(new URL(limited.url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    // In one write: the server starts them all before the first one ends.
    const request = `GET /api/tickets?q=printer HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${max.token}\r\n\r\n`;
    socket.write(request.repeat(40));
    const statuses = () => Array.from(received.matchAll(/HTTP\/1\.1 (\d+)/g), ([, status]) => status);
    await waitFor(() => statuses().length === 40);
    socket.destroy();
    await limited.close();
    expect(statuses().filter((status) => status === '200')).toHaveLength(21);
    expect(statuses().filter((status) => status === '429')).toHaveLength(19);
  },
);

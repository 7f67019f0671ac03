import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import type { AgentEvent, HistoryEntry } from '../../shared/events.ts';
import type { Reply, Ticket } from '../../shared/schemas.ts';
import { insertReplies } from '../testing/big-thread.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { createTicket, rawRequest, startTestApp, type TestUser } from '../testing/test-app.ts';

type Thread = Ticket & { replies: Reply[]; hasEarlier: boolean };
type Page = { replies: Reply[]; hasEarlier: boolean };
type Events = { events: AgentEvent[]; seq: number };

const MB = 1024 * 1024;
const database = createDatabaseFile();
const app = await startTestApp({ DATABASE_URL: `sqlite:${database.file}`, RATE_LIMITS: 'on' });
afterAll(async () => {
  await app.close();
  database.remove();
});
const [ada, carl, lena, noor, maya] = await Promise.all([
  app.createUser('agent', 'Ada'),
  app.createUser('customer', 'Carl'),
  app.createUser('customer', 'Lena'),
  app.createUser('customer', 'Noor'),
  app.createUser('customer', 'Maya'),
]);

/** A ticket of this customer with replies. */
async function createThread(customer: TestUser, count: number, content: string) {
  const ticket = await createTicket(customer);
  return { ticket, ids: insertReplies(database.file, { ticketId: ticket.id, count, content }) };
}
const long = await createThread(carl, 300, 'x'.repeat(20_000));
const wide = await createThread(lena, 120, '字'.repeat(20_000));
const many = await createThread(noor, 1200, 'Hello');

const idsOf = (replies: Reply[]) => replies.map(({ id }) => id);
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** Reads a thread and all earlier pages. Returns the size of each response and the ids of all replies. */
async function readThread(user: TestUser, ticket: Ticket, query = '') {
  const { body: first } = await user.get<Thread>(`/api/tickets/${ticket.id}${query}`);
  const sizes = [sizeOf(first)];
  let ids = idsOf(first.replies);
  for (let page: Page = first; page.hasEarlier; ) {
    const path = `/api/tickets/${ticket.id}/replies?limit=200&before=${ids[0]}`;
    page = (await user.get<Page>(path)).body;
    sizes.push(sizeOf(page));
    ids = [...idsOf(page.replies), ...ids];
  }
  return { sizes, ids, first };
}

describe('HT-6 a thread', () => {
  it('of many replies returns the newest 1000', async () => {
    const { body } = await noor.get<Thread>(`/api/tickets/${many.ticket.id}`);
    expect(idsOf(body.replies)).toEqual(many.ids.slice(-1000));
    expect(body).toMatchObject({ hasEarlier: true, id: many.ticket.id, seq: 1201 });
  });

  it.each([
    ['long replies', carl, long],
    ['replies of three bytes per character', lena, wide],
  ] as const)(
    'with %s ends at about 4 MB, its pages at about 1 MB, and they lose no reply',
    async (_, customer, thread) => {
      for (const user of [customer, ada]) {
        const { sizes, ids } = await readThread(user, thread.ticket);
        expect(ids).toEqual(thread.ids);
        const [first = 0, ...pages] = sizes;
        expect(first).toBeGreaterThan(3.8 * MB);
        expect(first).toBeLessThan(4.2 * MB);
        expect(Math.max(...pages)).toBeLessThan(1.1 * MB);
      }
    },
  );

  it('ends at about 4 MB also with `replies`', async () => {
    const { sizes, ids, first } = await readThread(lena, wide.ticket, '?replies=200');
    expect(sizes[0]).toBeLessThan(4.2 * MB);
    expect(first.hasEarlier).toBe(true);
    expect(ids).toEqual(wide.ids);
  });

  it('below the bounds is complete', async () => {
    const { body } = await carl.get<Thread>(`/api/tickets/${long.ticket.id}?replies=20`);
    expect(idsOf(body.replies)).toEqual(long.ids.slice(-20));
    const empty = await createTicket(carl);
    expect((await carl.get<Thread>(`/api/tickets/${empty.id}`)).body).toMatchObject({
      replies: [],
      hasEarlier: false,
    });
  });

  it('answers HEAD without a body', async () => {
    const headers = { authorization: `Bearer ${carl.token}` };
    const { status, text } = await rawRequest(app.url, 'HEAD', `/api/tickets/${long.ticket.id}`, headers);
    expect([status, text]).toEqual([200, '']);
  });

  it('lists at most 20 missed replies when it refuses a stale reply', async () => {
    const { status, body } = await ada.post(`/api/tickets/${long.ticket.id}/replies`, {
      content: 'Hello',
      lastSeenReplyId: null,
    });
    expect([status, body.missed?.map(({ id }) => id)]).toEqual([409, long.ids.slice(-20)]);
  });
});

describe('HT-6 the history of a thread', () => {
  it('has every entry once and in order, and no text', async () => {
    for (const user of [noor, ada]) {
      const { body } = await user.get<{ events: HistoryEntry[] }>(`/api/tickets/${many.ticket.id}/events`);
      const replies = body.events.flatMap((entry) => ('replyId' in entry ? entry.replyId : []));
      expect(replies).toEqual(many.ids);
      expect(body.events[0]?.type).toBe('ticket.created');
      expect(JSON.stringify(body)).not.toContain('Hello');
    }
  });
});

describe('HT-6 a page of events', () => {
  it.each([
    ['a customer', carl],
    ['an agent', ada],
  ] as const)('of %s ends at about 1 MB, and the pages lose no event', async (_, user) => {
    const seqs: number[] = [];
    let seq = 0;
    do {
      const { body } = await user.get<Events>(`/api/events?limit=1000&after=${seqs.at(-1) ?? 0}`);
      expect(sizeOf(body)).toBeLessThan(1.2 * MB);
      seqs.push(...body.events.map((event) => event.seq));
      ({ seq } = body);
    } while ((seqs.at(-1) ?? 0) < seq);
    expect(seqs).toEqual(Array.from({ length: seq }, (_, i) => i + 1));
  });

  it('has at most `limit` events', async () => {
    const { body } = await noor.get<Events>('/api/events?limit=700&after=100');
    expect(body.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 700 }, (_, i) => 101 + i));
  });

  it('over the socket replays every long event', async () => {
    const socket = await app.openSocket(carl, { after: 0 });
    expect(socket.events.filter(({ type }) => type === 'reply.created')).toHaveLength(300);
    expect(socket.events.map(({ seq }) => seq)).toEqual(socket.events.map((_, i) => i + 1));
  });
});

it('HT-6 the relay emits rows of more than one page at once', async () => {
  const ticket = await createTicket(maya);
  const socket = await app.openSocket(maya, { after: 1 });
  insertReplies(database.file, { ticketId: ticket.id, count: 100, content: 'x'.repeat(20_000) });
  await socket.waitForEvents(100);
  expect(socket.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, i) => 2 + i));
});

describe('HT-6 long responses to one user', () => {
  it('are sent one after the other', async () => {
    const path = `/api/tickets/${long.ticket.id}`;
    const answers = await Promise.all(Array.from({ length: 4 }, () => carl.get<Thread>(path)));
    for (const { status, body } of answers)
      expect([status, body.replies.at(-1)?.id]).toEqual([200, long.ids.at(-1)]);
  });

  it('wait for one that is not read, at most twenty; short ones and other users do not wait', async () => {
    // In JSON a control character has six bytes: more than the buffers of the operating system hold.
    const heavy = await createThread(maya, 100, `x${'\u0001'.repeat(19_999)}`);
    const path = `/api/tickets/${heavy.ticket.id}`;
    const unread = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => {});
    unread.write(`GET ${path} HTTP/1.1\r\nHost: helpdesk\r\nAuthorization: Bearer ${maya.token}\r\n\r\n`);
    await once(unread, 'readable');

    const answers = Array.from({ length: 22 }, () => maya.get<Thread>(path));
    const refused = await Promise.race(answers);
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await maya.get(`${path}?replies=1`)).status).toBe(200);
    expect((await ada.get(path)).status).toBe(200);

    unread.destroy();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([...Array(20).fill(200), 429, 429]);
  });
});

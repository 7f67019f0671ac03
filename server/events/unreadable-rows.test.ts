import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import type { AgentEvent, CustomerEvent, HistoryEntry } from '../../shared/events.ts';
import type { Ticket } from '../../shared/schemas.ts';
import {
  changeStatus,
  createReply,
  createTicket,
  createTicketInStatus,
  startTestApp,
  type TestUser,
  waitFor,
} from '../testing/test-app.ts';

const logged: { seq?: number; level: number }[] = [];
const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
const app = await startTestApp({}, log);
afterAll(() => app.close());
const [ada, lena] = await Promise.all([app.createUser('agent', 'Ada'), app.createUser('customer', 'Lena')]);

type Page = { events: (AgentEvent | CustomerEvent)[]; seq: number };
const page = async (viewer: TestUser, query: string) => (await viewer.get<Page>(`/api/events?${query}`)).body;
const headOf = async (viewer: TestUser) => (await page(viewer, 'limit=1')).seq;
const numbersOf = ({ events }: Page) => events.map(({ seq }) => seq);

/** What is wrong with a row, as the columns that differ from a readable one. */
const DAMAGE: [string, Record<string, string>][] = [
  ['broken JSON', { data: `'{"actor":'` }],
  ['JSON that is no object', { data: `'null'` }],
  ['a missing field', { data: `replace(data, '"version":', '"former":')` }],
  ['an unknown type', { type: `'ticket.merged'` }],
  ['a change without its state before', { type: `'ticket.assigned'` }],
  ['the version of a newer program', { data_version: '3' }],
  ['a version below the first', { data_version: '0' }],
  ['a reply that is not there', { type: `'reply.created'` }],
  ['an impossible time', { created_at: '9e15' }],
];

/** Appends a copy of the ticket's first event with other columns, past the server. Returns its numbers. */
async function append(ticket: Ticket, columns: Record<string, string>) {
  const values = {
    seq: '(select max(seq) + 1 from events)',
    ticket_id: 'ticket_id',
    customer_id: 'customer_id',
    customer_seq: '(select max(customer_seq) + 1 from events where customer_id = first.customer_id)',
    type: 'type',
    actor_id: 'actor_id',
    reply_id: 'null',
    data: 'data',
    created_at: 'created_at',
    data_version: '2',
    ...columns,
  };
  const [row] = await app.sql(
    `insert into events (${Object.keys(values)}) select ${Object.values(values)} from events as first
     where ticket_id = ? order by seq limit 1 returning seq, customer_seq as "customerSeq"`,
    [ticket.id],
  );
  return row as { seq: number; customerSeq: number | null };
}

const stale = (seq: number | null) => ({ name: 'stale', payload: { seq } });

describe.each(DAMAGE)('EV-3 a row with %s', (_, columns) => {
  it('sends `stale` in its place to live sockets, and later events follow', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicket(carl);
    const [agent, own, other] = await Promise.all([
      app.openSocket(ada),
      app.openSocket(carl),
      app.openSocket(lena),
    ]);
    const bad = await append(ticket, columns);
    await createReply(ada, ticket, 'After it');
    await Promise.all([agent.waitForEvents(1), own.waitForEvents(1)]);
    expect([agent.otherMessages, own.otherMessages, other.otherMessages]).toEqual([
      [stale(bad.seq)],
      [stale(2)],
      [],
    ]);
    expect(agent.events).toMatchObject([{ seq: bad.seq + 1, reply: { content: 'After it' } }]);
    expect(own.events).toMatchObject([{ seq: 3, reply: { content: 'After it' } }]);
    const order = own.frames.filter((frame) => /"(stale|reply\.created)"/.test(frame));
    expect(order[0]).toContain('stale');
    await createTicket(lena);
    await other.waitForEvents(1);
    expect([other.otherMessages, other.events.length]).toEqual([[], 1]);
  });

  it('sends `stale` in place of a replay that meets it, then `ready`, then live events', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, 'Before it');
    const bad = await append(ticket, columns);
    await createReply(ada, ticket, 'After it');
    for (const [viewer, after, head] of [[carl, 1, 4] as const, [ada, bad.seq - 2, bad.seq + 1] as const]) {
      const watcher = await app.openSocket(viewer, { after });
      expect([watcher.otherMessages, watcher.events]).toEqual([[stale(head)], []]);
      expect((await watcher.ready).seq).toBe(head);
    }
    const live = await app.openSocket(carl, { after: 1 });
    await createReply(ada, ticket, 'Live');
    await live.waitForEvents(1);
    expect(live.events).toMatchObject([{ seq: 5, reply: { content: 'Live' } }]);
  });

  it('is no concern of a replay that starts after it', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicket(carl);
    const bad = await append(ticket, columns);
    await createReply(ada, ticket, 'After it');
    for (const [viewer, after] of [[carl, 2] as const, [ada, bad.seq] as const]) {
      const watcher = await app.openSocket(viewer, { after });
      expect(watcher.otherMessages).toEqual([]);
      expect(watcher.events).toMatchObject([{ seq: after + 1, reply: { content: 'After it' } }]);
    }
  });

  it('is left out of GET /api/events, whose pages go on after it', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicket(carl);
    const bad = await append(ticket, columns);
    await append(ticket, columns);
    await createReply(ada, ticket, 'After it');
    const all = await page(carl, 'after=0');
    expect([numbersOf(all), all.seq]).toEqual([[1, 4], 4]);
    const forAgents = await page(ada, `after=${bad.seq - 2}`);
    expect([numbersOf(forAgents), forAgents.seq]).toEqual([[bad.seq - 1, bad.seq + 2], bad.seq + 2]);
    expect(numbersOf(await page(carl, 'after=1&limit=1'))).toEqual([4]);
    await append(ticket, columns);
    const atTheEnd = await page(carl, 'after=4&limit=1');
    expect([atTheEnd.events, atTheEnd.seq]).toEqual([[], 5]);
  });

  it('is left out of the history, and commands go on', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicket(carl);
    await append(ticket, columns);
    await changeStatus(ada, ticket, 'in_progress');
    for (const viewer of [carl, ada]) {
      const { status, body } = await viewer.get<{ events: HistoryEntry[] }>(
        `/api/tickets/${ticket.id}/events`,
      );
      expect(status).toBe(200);
      expect(body.events.map(({ type }) => type)).toEqual([
        'ticket.created',
        'ticket.assigned',
        'ticket.status_changed',
      ]);
    }
  });

  it('does not hide who caused a version conflict', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicket(carl);
    await changeStatus(ada, ticket, 'in_progress');
    await append(ticket, { ...columns, actor_id: String(ada.user.id) });
    const change = { priority: 'high', version: ticket.version };
    const { status, body } = await ada.patch(`/api/tickets/${ticket.id}`, change);
    expect([status, body]).toMatchObject([
      409,
      { code: 'version_conflict', by: { name: 'Ada', role: 'agent' } },
    ]);
  });

  it('is logged with its number, once per read', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicket(carl);
    const { seq } = await append(ticket, columns);
    // The relay reads it once.
    await createReply(ada, ticket);
    const lines = () => logged.filter((line) => line.seq === seq && line.level === 50);
    await waitFor(() => lines().length === 1);
    await page(carl, 'after=0');
    expect(lines()).toHaveLength(2);
  });
});

describe('EV-3 a row that only agents may see', () => {
  it('leaves no trace at the customer when it cannot be read', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    const [agent, own] = await Promise.all([app.openSocket(ada), app.openSocket(carl)]);
    const { seq } = await append(ticket, { customer_seq: 'null', data: `'{'` });
    await createReply(ada, ticket, 'After it');
    await Promise.all([agent.waitForEvents(1), own.waitForEvents(1)]);
    expect(agent.otherMessages).toEqual([stale(seq)]);
    expect([own.otherMessages, own.events]).toMatchObject([[], [{ seq: 4 }]]);
    const back = await app.openSocket(carl, { after: 3 });
    expect([back.otherMessages, back.events.length]).toEqual([[], 1]);
  });

  it('reaches no customer, even under a customer’s number', async () => {
    const carl = await app.createUser('customer', 'Carl');
    const ticket = await createTicket(carl);
    const note = await createReply(ada, ticket, { content: 'CANARY', internal: true });
    const [agent, own] = await Promise.all([app.openSocket(ada), app.openSocket(carl)]);
    await append(ticket, { type: `'reply.created'`, reply_id: `'${note.id}'` });
    await createReply(ada, ticket, 'After it');
    await Promise.all([agent.waitForEvents(2), own.waitForEvents(1)]);
    expect(agent.events).toMatchObject([
      { reply: { content: 'CANARY' } },
      { reply: { content: 'After it' } },
    ]);
    expect([own.otherMessages, own.events]).toMatchObject([[stale(2)], [{ seq: 3 }]]);
    const back = await app.openSocket(carl, { after: 0 });
    expect(back.otherMessages).toEqual([stale(3)]);
    expect(JSON.stringify(await page(carl, 'after=0')) + own.frames + back.frames).not.toContain('CANARY');
  });
});

it('EV-3 many rows in a row that cannot be read stop neither a page nor a replay', async () => {
  const carl = await app.createUser('customer', 'Carl');
  const ticket = await createTicket(carl);
  for (let n = 0; n < 250; n += 1) await append(ticket, { data: `'{'` });
  await createReply(ada, ticket, 'After them');
  expect(numbersOf(await page(carl, 'after=1&limit=100'))).toEqual([252]);
  const watcher = await app.openSocket(carl, { after: 1 });
  expect([watcher.otherMessages, watcher.events, await headOf(carl)]).toEqual([[stale(252)], [], 252]);
});

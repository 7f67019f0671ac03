import { afterAll, describe, expect, it } from 'vitest';
import type { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import {
  changeStatus,
  createReply,
  createTicket,
  createTicketInStatus,
  startTestApp,
  type TestUser,
  waitFor,
} from '../testing/test-app.ts';

const app = await startTestApp();
afterAll(app.close);

const [ada, bea] = await Promise.all([app.createUser('agent', 'Ada'), app.createUser('agent', 'Bea')]);
type Events = { events: (AgentEvent | CustomerEvent)[]; seq: number };
const stream = async (caller: TestUser, query = '') => (await caller.get<Events>(`/api/events${query}`)).body;
const head = async (caller: TestUser) => (await stream(caller)).seq;
const actorOf = ({ user: { id, name, role } }: TestUser) => ({ id, name, role });

describe('an event', () => {
  it('goes to all agents and to the ticket’s customer, and to no other customer', async () => {
    const [carl, lena] = await Promise.all([
      app.createUser('customer', 'Carl'),
      app.createUser('customer', 'Lena'),
    ]);
    const [own, other] = await Promise.all([app.openSocket(carl), app.openSocket(lena)]);
    const [first, second] = await Promise.all([app.openSocket(ada), app.openSocket(bea)]);
    const ticket = await createTicket(carl);
    await createReply(ada, ticket);
    const otherTicket = await createTicket(lena);
    await Promise.all([
      own.waitForEvents(2),
      other.waitForEvents(1),
      first.waitForEvents(3),
      second.waitForEvents(3),
    ]);
    expect(own.types()).toEqual(['ticket.created', 'reply.created']);
    expect(other.events.map(({ ticketId }) => ticketId)).toEqual([otherTicket.id]);
    expect(first.events).toEqual(second.events);
  });

  it('holds its actor, its ticket and the ticket after the command', async () => {
    const carl = await app.createUser('customer');
    const [mine, theirs] = await Promise.all([app.openSocket(carl), app.openSocket(ada)]);
    const ticket = await createTicket(carl);
    await Promise.all([mine.waitForEvents(1), theirs.waitForEvents(1)]);
    const { description: _, unread: __, ...summary } = ticket;
    const event = {
      type: 'ticket.created',
      at: ticket.createdAt,
      actor: actorOf(carl),
      ticketId: ticket.id,
      ticket: summary,
    };
    expect(mine.events).toEqual([{ seq: 1, ...event }]);
    expect(theirs.events).toEqual([{ seq: await head(ada), ...event }]);
  });

  it.each<[string, (ticket: { id: number }) => Promise<unknown>, object[]]>([
    [
      'a public reply',
      ({ id }) => ada.post(`/api/tickets/${id}/replies`, { content: 'Hi' }),
      [{ type: 'reply.created', reply: { content: 'Hi', internal: false } }],
    ],
    [
      'a status change',
      ({ id }) => ada.patch(`/api/tickets/${id}`, { status: 'waiting_on_customer' }),
      [{ type: 'ticket.status_changed', from: 'in_progress', to: 'waiting_on_customer' }],
    ],
    [
      'a priority',
      ({ id }) => ada.patch(`/api/tickets/${id}`, { priority: 'high' }),
      [{ type: 'ticket.updated', changes: { priority: { from: 'medium', to: 'high' } } }],
    ],
    [
      'a release',
      ({ id }) => ada.delete(`/api/tickets/${id}/assign`),
      [{ type: 'ticket.assigned', agent: null, previousAgent: { name: 'Ada' } }],
    ],
    [
      'a takeover',
      ({ id }) => bea.post(`/api/tickets/${id}/assign`, { takeover: true }),
      [{ type: 'ticket.assigned', agent: { name: 'Bea' }, previousAgent: { name: 'Ada' } }],
    ],
    [
      'a reply with a status change',
      ({ id }) => ada.post(`/api/tickets/${id}/replies`, { content: 'Done', status: 'resolved' }),
      [{ type: 'reply.created' }, { type: 'ticket.status_changed', to: 'resolved' }],
    ],
    [
      'a status change with a priority',
      ({ id }) => ada.patch(`/api/tickets/${id}`, { priority: 'low', status: 'resolved' }),
      [{ type: 'ticket.status_changed' }, { type: 'ticket.updated' }],
    ],
  ])('%s reaches both sides, in order, as one version step', async (_, command, expected) => {
    const carl = await app.createUser('customer');
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    const [mine, theirs] = await Promise.all([app.openSocket(carl), app.openSocket(bea)]);
    await command(ticket);
    await Promise.all([mine.waitForEvents(expected.length), theirs.waitForEvents(expected.length)]);
    for (const { events } of [mine, theirs]) {
      expect(events).toMatchObject(expected);
      for (const event of events) expect(event.ticket).toEqual(events[0]?.ticket);
      expect(events[0]?.ticket.version).toBe(ticket.version + 1);
    }
  });

  it('comes in the order reply, assignment, status change if one command makes three', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const mine = await app.openSocket(carl);
    await createReply(bea, ticket, { content: 'On it', status: 'in_progress' });
    await mine.waitForEvents(3);
    expect(mine.types()).toEqual(['reply.created', 'ticket.assigned', 'ticket.status_changed']);
    expect(mine.events.map(({ seq }) => seq)).toEqual([2, 3, 4]);
  });

  it('is not sent to the customer if it is a note', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const [mine, theirs] = await Promise.all([app.openSocket(carl), app.openSocket(ada)]);
    await createReply(ada, ticket, { content: 'Known bug', internal: true });
    await createReply(ada, ticket, 'Hello');
    await Promise.all([mine.waitForEvents(1), theirs.waitForEvents(2)]);
    expect(theirs.events).toMatchObject([
      { reply: { internal: true, content: 'Known bug' } },
      { reply: { internal: false } },
    ]);
    expect(mine.events).toMatchObject([{ seq: 2, reply: { content: 'Hello' } }]);
  });

  it('is the same from the socket and from GET /api/events', async () => {
    const carl = await app.createUser('customer');
    const before = await head(ada);
    const [mine, theirs] = await Promise.all([app.openSocket(carl), app.openSocket(ada)]);
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, { content: 'Known bug', internal: true });
    await createReply(ada, ticket, { status: 'in_progress' });
    await createReply(carl, ticket);
    await Promise.all([mine.waitForEvents(5), theirs.waitForEvents(6)]);
    expect((await stream(carl)).events).toEqual(mine.events);
    expect((await stream(ada, `?after=${before}`)).events).toEqual(theirs.events);
  });

  it('holds no field of one viewer: no unread, and no description', async () => {
    const carl = await app.createUser('customer');
    const [mine, theirs] = await Promise.all([app.openSocket(carl), app.openSocket(ada)]);
    await createReply(ada, await createTicket(carl, { description: 'CANARY '.repeat(100) }), 'Hello');
    await Promise.all([mine.waitForEvents(2), theirs.waitForEvents(2)]);
    for (const { events } of [mine, theirs]) {
      for (const { ticket } of events) {
        expect(ticket).not.toHaveProperty('unread');
        expect(ticket).not.toHaveProperty('description');
      }
    }
  });

  it('is not sent for a refused command', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const theirs = await app.openSocket(ada);
    await carl.patch(`/api/tickets/${ticket.id}`, { status: 'reopened' });
    await ada.post(`/api/tickets/${ticket.id}/replies`, { content: 'Done', status: 'resolved' });
    await createReply(ada, ticket, 'Next');
    await theirs.waitForEvents(1);
    expect(theirs.events).toMatchObject([{ reply: { content: 'Next' } }]);
  });
});

describe('RT-6 event numbers', () => {
  it('are each viewer’s own 1, 2, 3, …, whatever other viewers receive', async () => {
    const carl = await app.createUser('customer');
    const other = await app.createUser('customer', 'Lena');
    const start = await head(ada);
    const [mine, theirs] = await Promise.all([app.openSocket(carl), app.openSocket(ada)]);
    const ticket = await createTicket(carl);
    const writes = Array.from({ length: 20 }, (_, i) =>
      i % 3 === 0
        ? createTicket(other)
        : createReply(i % 3 === 1 ? ada : carl, ticket, { content: `${i}`, internal: i % 3 === 1 }),
    );
    await Promise.all(writes);
    await Promise.all([mine.waitForEvents(7), theirs.waitForEvents(21)]);
    expect(mine.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(theirs.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, i) => start + 1 + i));
  });

  it('have no gap at a note that comes with a status change', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicketInStatus('in_progress', carl, ada);
    const mine = await app.openSocket(carl, { after: 0 });
    await createReply(ada, ticket, { content: 'Done, I think', internal: true, status: 'resolved' });
    await mine.waitForEvents(4);
    expect(mine.events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'ticket.created'],
      [2, 'ticket.assigned'],
      [3, 'ticket.status_changed'],
      [4, 'ticket.status_changed'],
    ]);
  });

  it('page GET /api/events, which returns the head and nothing beyond it', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    for (const text of ['a', 'b', 'c']) await createReply(ada, ticket, text);
    const page = async (after: number) => stream(carl, `?after=${after}&limit=2`);
    const pages = [await page(0), await page(2), await page(4), await page(99)];
    expect(pages.map(({ events }) => events.map(({ seq }) => seq))).toEqual([[1, 2], [3, 4], [], []]);
    expect(pages.map(({ seq }) => seq)).toEqual([4, 4, 4, 4]);
  });
});

describe('reconnecting', () => {
  it('with `after` replays the missed events, once and in order, then continues live', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    await createReply(ada, ticket, { content: 'Known bug', internal: true });
    await createReply(ada, ticket, 'missed');
    const back = await app.openSocket(carl, { after: 1 });
    await createReply(ada, ticket, 'live');
    await back.waitForEvents(2);
    expect(back.events).toMatchObject([
      { seq: 2, reply: { content: 'missed' } },
      { seq: 3, reply: { content: 'live' } },
    ]);
    expect((await back.ready).seq).toBe(2);
  });

  it('loses and repeats no event during concurrent writes', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const writing = Promise.all(
      Array.from({ length: 60 }, (_, i) => createReply(i % 2 ? ada : carl, ticket, `${i}`)),
    );
    const readers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => app.openSocket(carl, { after: i })),
    );
    await writing;
    for (const [i, reader] of readers.entries()) {
      await reader.waitForEvents(61 - i);
      expect(reader.events.map(({ seq }) => seq)).toEqual(
        Array.from({ length: 61 - i }, (_, n) => n + 1 + i),
      );
    }
  });

  it('continues without a gap from the `seq` of any REST response', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const responses = await Promise.all([
      carl.get<{ seq: number }>('/api/tickets'),
      carl.get<{ seq: number }>('/api/tickets/counts'),
      carl.get<{ seq: number }>(`/api/tickets/${ticket.id}`),
      carl.get<{ seq: number }>('/api/events'),
    ]);
    for (const { body } of responses) expect(body.seq).toBe(1);
  });

  it('without `after` is live from now', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const fresh = await app.openSocket(carl);
    expect((await fresh.ready).seq).toBe(1);
    await createReply(ada, ticket, 'now');
    await fresh.waitForEvents(1);
    expect(fresh.events).toMatchObject([{ seq: 2 }]);
  });

  it('at the head replays no event and sends no `stale`', async () => {
    const carl = await app.createUser('customer');
    await createTicket(carl);
    const { log } = await (await app.openSocket(carl)).ready;
    const back = await app.openSocket(carl, { after: 1, log });
    expect([back.events, back.otherMessages]).toEqual([[], []]);
  });

  it('sends the position, the log’s id and the client build with `ready`', async () => {
    const [first, second] = await Promise.all([app.openSocket(ada), app.openSocket(bea)]);
    const [a, b] = await Promise.all([first.ready, second.ready]);
    expect(a).toEqual({
      seq: await head(ada),
      log: expect.stringMatching(/^[0-9a-f-]{36}$/),
      build: expect.any(String),
    });
    expect(b.log).toBe(a.log);
  });
});

describe('`stale` in place of a replay', () => {
  it('when `after` is beyond the head, as after a restored backup', async () => {
    const carl = await app.createUser('customer');
    await createTicket(carl);
    const back = await app.openSocket(carl, { after: 2 });
    expect([back.otherMessages, back.events]).toEqual([[{ name: 'stale', payload: { seq: 1 } }], []]);
    expect((await back.ready).seq).toBe(1);
  });

  it('when the log is another one', async () => {
    const carl = await app.createUser('customer');
    await createTicket(carl);
    const back = await app.openSocket(carl, { after: 0, log: crypto.randomUUID() });
    expect([back.otherMessages, back.events]).toEqual([[{ name: 'stale', payload: { seq: 1 } }], []]);
  });

  it('when more than 10 000 events were missed, and not for 10 000', async () => {
    const busy = await startTestApp();
    const carl = await busy.createUser('customer');
    await createTicket(carl);
    await busy.sql(`
      insert into events (seq, ticket_id, customer_id, customer_seq, type, actor_id, data, created_at)
      with recursive n(i) as (select 2 union all select i + 1 from n where i < 10001)
      select i, ticket_id, customer_id, i, type, actor_id, data, created_at from events, n where seq = 1`);
    const [far, near] = await Promise.all([
      busy.openSocket(carl, { after: 0 }),
      busy.openSocket(carl, { after: 1 }),
    ]);
    await near.waitForEvents(10_000);
    await busy.close();
    expect([far.otherMessages, far.events.length]).toEqual([
      [{ name: 'stale', payload: { seq: 10_001 } }],
      0,
    ]);
    expect(near.otherMessages).toEqual([]);
    expect(near.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 2));
  });
});

describe('`read`', () => {
  it('goes to all connections of the same user, and to no other user', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const reply = await createReply(ada, ticket);
    const elsewhere = await app.signInAgain(carl);
    const [tab, phone, agent] = await Promise.all([
      app.openSocket(carl),
      app.openSocket(elsewhere),
      app.openSocket(ada),
    ]);
    await carl.put(`/api/tickets/${ticket.id}/read`, { upTo: reply.id });
    await carl.put(`/api/tickets/${ticket.id}/read`, { upTo: null });
    const marks = [reply.id, null].map((upTo) => ({ name: 'read', payload: { ticketId: ticket.id, upTo } }));
    for (const mine of [tab, phone]) {
      await waitFor(() => mine.otherMessages.length === 2);
      expect(mine.otherMessages).toEqual(marks);
    }
    await createReply(ada, ticket);
    await agent.waitForEvents(1);
    expect(agent.otherMessages.filter(({ name }) => name === 'read')).toEqual([]);
  });

  it('is not sent for a refused mark', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const mine = await app.openSocket(carl);
    await carl.put(`/api/tickets/${ticket.id}/read`, { upTo: crypto.randomUUID() });
    await createReply(ada, ticket);
    await mine.waitForEvents(1);
    expect(mine.otherMessages).toEqual([]);
  });
});

describe('a committed write', () => {
  it('EV-1 is emitted by the timer if no notification came', async () => {
    const carl = await app.createUser('customer');
    await createTicket(carl);
    const mine = await app.openSocket(carl);
    await app.sql(`
      insert into events (seq, ticket_id, customer_id, customer_seq, type, actor_id, data, created_at)
      select (select max(seq) from events) + 1, ticket_id, customer_id, 2, type, actor_id, data, created_at
      from events where customer_id = ${carl.user.id}`);
    await mine.waitForEvents(1);
    expect(mine.events).toMatchObject([{ seq: 2, type: 'ticket.created' }]);
  });

  it('of a reply is in the log with its text', async () => {
    const carl = await app.createUser('customer');
    const ticket = await createTicket(carl);
    const reply = await createReply(carl, ticket, 'Hello');
    await changeStatus(ada, ticket, 'in_progress');
    expect((await stream(carl, '?after=1')).events[0]).toMatchObject({ type: 'reply.created', reply });
  });
});

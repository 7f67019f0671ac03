import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Ticket } from '../../shared/schemas.ts';
import { slowDatabase } from '../testing/faults/slow-database.ts';
import {
  applyEvent,
  type Counts,
  emptyState,
  expectedCounts,
  expectedDetail,
  expectedList,
  fetchState,
  type List,
  type LiveEvent,
} from '../testing/oracle/viewer-state.ts';
import { LONG } from '../testing/server-process.ts';
import {
  createReply,
  createTicket,
  startTestApp,
  type TestApp,
  type TestSocket,
  type TestUser,
  waitFor,
} from '../testing/test-app.ts';
import { addReply } from '../tickets/commands.ts';
import type { Relay } from './relay.ts';
import { replay } from './replay.ts';

const WRITES = LONG ? 500 : 50;
const HISTORY = 230;

let app: TestApp;
let ada: TestUser;
let bob: TestUser;
let carl: TestUser;
let dora: TestUser;
beforeEach(async () => {
  app = await startTestApp();
  ada = await app.createUser('agent', 'Ada');
  bob = await app.createUser('agent', 'Bob');
  carl = await app.createUser('customer', 'Carl');
  dora = await app.createUser('customer', 'Dora');
});
afterEach(() => app.close());

describe('a state, with the events after it applied, equals a fresh load', () => {
  type Command = (on: { path: string }) => Promise<unknown>;
  const replyWith = (content: string, extra: object = {}) => ({ content, ...extra });
  /** All commands, in an order in which each is allowed, and some that are refused or change nothing. */
  const COMMANDS: [string, Command][] = [
    ['a new ticket', () => createTicket(carl, { priority: 'high' })],
    ['a reply of the customer', ({ path }) => carl.post(`${path}/replies`, replyWith('Hello?'))],
    ['a note', ({ path }) => ada.post(`${path}/replies`, replyWith('A note', { internal: true }))],
    ['a priority', ({ path }) => ada.patch(path, { priority: 'high' })],
    ['the same priority', ({ path }) => ada.patch(path, { priority: 'high' })],
    ['assigning', ({ path }) => ada.post(`${path}/assign`)],
    ['assigning to the assignee', ({ path }) => ada.post(`${path}/assign`)],
    ['a refused assignment', ({ path }) => bob.post(`${path}/assign`)],
    ['a takeover', ({ path }) => bob.post(`${path}/assign`, { takeover: true })],
    ['a reply of an agent', ({ path }) => bob.post(`${path}/replies`, replyWith('We look into it.'))],
    ['a status change', ({ path }) => bob.patch(path, { status: 'waiting_on_customer' })],
    ['a reply to a waiting ticket', ({ path }) => carl.post(`${path}/replies`, replyWith('Here it is.'))],
    [
      'a reply with a status change',
      ({ path }) => bob.post(`${path}/replies`, replyWith('Done.', { status: 'resolved' })),
    ],
    ['a refused status change', ({ path }) => bob.patch(path, { status: 'in_progress' })],
    ['a reply to a resolved ticket', ({ path }) => carl.post(`${path}/replies`, replyWith('Thanks!'))],
    ['reopening', ({ path }) => carl.patch(path, { status: 'reopened' })],
    ['releasing', ({ path }) => ada.delete(`${path}/assign`)],
    [
      'starting work on an unassigned ticket, and a priority',
      ({ path }) => ada.patch(path, { status: 'in_progress', priority: 'low' }),
    ],
    [
      'a note that resolves',
      ({ path }) => ada.post(`${path}/replies`, replyWith('Spam.', { internal: true, status: 'resolved' })),
    ],
    [
      'a reply that reopens',
      ({ path }) => carl.post(`${path}/replies`, replyWith('No!', { status: 'reopened' })),
    ],
    [
      'a stale reply',
      ({ path }) => ada.post(`${path}/replies`, replyWith('Stale', { lastSeenReplyId: null })),
    ],
    ['another customer’s ticket', () => createTicket(dora)],
  ];

  test('for every command and every viewer', { timeout: 60_000 }, async () => {
    const ticket = await createTicket(carl);
    const viewers = [ada, bob, carl, dora];
    const watchers = await Promise.all(viewers.map((viewer) => app.openSocket(viewer)));
    for (const [name, command] of COMMANDS) {
      const before = await Promise.all(viewers.map(fetchState));
      await command({ path: `/api/tickets/${ticket.id}` });
      for (const [i, viewer] of viewers.entries()) {
        const earlier = before[i] ?? emptyState();
        const fresh = await fetchState(viewer);
        const since = await eventsAfter(viewer, earlier.seq);
        const updated = since.reduce((state, event) => applyEvent(viewer.user.id, state, event), earlier);
        expect(updated, `${name}, to ${viewer.user.name}`).toEqual(fresh);
        expect((await viewer.get<List>('/api/tickets')).body, name).toEqual(expectedList(updated));
        expect((await viewer.get<Counts>('/api/tickets/counts')).body, name).toEqual(
          expectedCounts(updated, viewer.user),
        );
        await waitFor(
          () => fresh.seq === (watchers[i]?.events.at(-1)?.seq ?? before[i]?.seq ?? 0) || since.length === 0,
        );
        expect(watchers[i]?.events.slice(-since.length || Infinity), name).toEqual(since);
      }
    }
  });
});

describe('the `seq` of a response, and the events after it', () => {
  test(`EV-4 during ${WRITES} writes, each response equals the log up to its seq, and no event is lost or doubled`, async () => {
    const tickets = [await createTicket(carl), await createTicket(carl), await createTicket(dora)];
    await fill(tickets);
    onTestFinished(slowDatabase());
    const reads: Read[] = [];
    let written = 0;
    const writing = [ada, bob, carl, dora, carl].map(async (writer, first) => {
      for (let n = first; n < WRITES; n += 5) {
        await writeAny(writer, tickets, n);
        written += 1;
      }
    });
    const reading = [ada, carl].map(async (viewer) => {
      for (let n = 0; n < WRITES; n += 1) {
        await waitFor(() => written >= n);
        reads.push(await read(viewer, tickets, n));
      }
    });
    await Promise.all([...writing, ...reading]);
    for (const viewer of [ada, carl])
      await expectConsistent(
        viewer,
        reads.filter((one) => one.viewer === viewer),
      );
  }, 120_000);

  type Read = {
    viewer: TestUser;
    seq: number;
    after: number;
    at: 'list' | 'counts' | number;
    body: unknown;
    watcher: TestSocket;
  };

  /** Reads, and connects with the response's seq; every fifth time with a much earlier one. */
  async function read(viewer: TestUser, tickets: Ticket[], n: number): Promise<Read> {
    const at = (['list', 'counts', tickets[0]?.id ?? 0] as const)[n % 3] ?? 'list';
    const path = at === 'list' ? '?limit=100' : at === 'counts' ? '/counts' : `/${at}`;
    const { body } = await viewer.get<{ seq: number }>(`/api/tickets${path}`);
    const seq = body.seq;
    const after = n % 5 === 4 ? n : seq;
    return { viewer, seq, after, at, body, watcher: await app.openSocket(viewer, { after }) };
  }

  /** Compares what was read with the whole log at the end. */
  async function expectConsistent(viewer: TestUser, reads: Read[]): Promise<void> {
    const all = await eventsAfter(viewer, 0);
    const states = [emptyState()];
    for (const event of all) states.push(applyEvent(viewer.user.id, states.at(-1) ?? emptyState(), event));
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, i) => i + 1));
    for (const { seq, after, at, body, watcher } of reads) {
      const state = states[seq] ?? emptyState();
      if (at === 'list') expect(body).toEqual(expectedList(state));
      else if (at === 'counts') expect(body).toEqual(expectedCounts(state, viewer.user));
      else
        expect(body).toEqual({ ...expectedDetail(state, viewer.user, at), description: expect.any(String) });
      await waitFor(() => (watcher.events.at(-1)?.seq ?? after) >= all.length);
      await watcher.emitWithAck('ticket:leave', 1);
      expect(watcher.events).toEqual(all.slice(after));
      expect(watcher.otherMessages.filter(({ name }) => name === 'stale')).toEqual([]);
      watcher.socket.disconnect();
    }
  }

  /** Writes so many events that a replay takes more than one page. */
  async function fill([first]: Ticket[]): Promise<void> {
    for (let n = 0; n < HISTORY; n += 1) {
      await addReply(
        app.orm.em.fork(),
        actor(ada),
        first?.id ?? 0,
        { content: `Past ${n}`, internal: false },
        null,
      );
    }
  }

  async function writeAny(writer: TestUser, tickets: Ticket[], n: number): Promise<void> {
    const own = tickets.filter(
      ({ customer }) => writer.user.role === 'agent' || customer.id === writer.user.id,
    );
    const ticket = own[n % own.length] ?? own[0];
    const path = `/api/tickets/${ticket?.id}`;
    if (writer.user.role === 'customer') {
      await (n % 4 ? writer.post(`${path}/replies`, { content: `Text ${n}` }) : createTicket(writer));
      return;
    }
    if (n % 3 === 0) await writer.post(`${path}/replies`, { content: `Text ${n}`, internal: n % 2 === 0 });
    else if (n % 3 === 1) await writer.post(`${path}/assign`, { takeover: true });
    else await writer.patch(path, { priority: n % 2 ? 'high' : 'low' });
  }
});

describe('a replay while the relay moves at a chosen moment', () => {
  /** Runs a replay in which the relay moves from `from` to `to` at the replay's `turn`-th database read. */
  async function replayWhile(viewer: TestUser, after: number, from: number, to: number, turn: number) {
    let head = from;
    let reads = 0;
    const received: number[] = [];
    const end = { stale: false, live: -1, head: -1 };
    const relay: Relay = {
      notify: () => undefined,
      async catchUp() {
        head = Math.max(head, after);
      },
      get head() {
        return head;
      },
      stop: async () => {},
    };
    const fork = () => {
      reads += 1;
      if (reads > turn)
        queueMicrotask(() => {
          head = to;
        });
      return app.orm.em.fork();
    };
    // The seam: of the database a replay needs `fork`, of the relay `catchUp` and `head`.
    const orm = { em: { fork } } as unknown as typeof app.orm;
    await replay(
      { orm, relay, logId: 'log' },
      actor(viewer),
      { after },
      {
        event: ({ seq }) => received.push(seq),
        stale: () => Object.assign(end, { stale: true }),
        live: (seq) => Object.assign(end, { live: seq, head }),
        waitForDrain: async () => {},
        isGone: () => false,
      },
    );
    return { received, ...end };
  }

  test('sends every event up to where the rooms take over, whenever the relay moves', async () => {
    const ticket = await createTicket(carl);
    for (let n = 0; n < 4; n += 1) await createReply(ada, ticket, `Reply ${n}`);
    for (const viewer of [ada, carl])
      for (let turn = 0; turn < 5; turn += 1) {
        const { received, live, head, stale } = await replayWhile(viewer, 1, 3, 5, turn);
        expect({ received, live, stale }, `at turn ${turn}`).toEqual({
          received: [2, 3, 4, 5].slice(0, head - 1),
          live: head,
          stale: false,
        });
      }
  });

  test('sends no `stale` for a position that the relay has not emitted yet', async () => {
    const ticket = await createTicket(carl);
    for (let n = 0; n < 4; n += 1) await createReply(ada, ticket, `Reply ${n}`);
    const { received, live, stale } = await replayWhile(ada, 5, 3, 5, 99);
    expect({ received, live, stale }).toEqual({ received: [], live: 5, stale: false });
  });
});

test('EV-1 a rolled-back command emits no event and leaves no gap', async () => {
  const ticket = await createTicket(carl);
  const watcher = await app.openSocket(ada, { after: 1 });
  const rolledBack = app.orm.em.fork().transactional(async (tx) => {
    await addReply(tx, actor(ada), ticket.id, { content: 'Rolled back', internal: false }, null);
    throw new Error('The disk is full');
  });
  await expect(rolledBack).rejects.toThrow('The disk is full');
  await createReply(ada, ticket, 'Done');
  await watcher.waitForEvents(1);
  expect(watcher.events).toMatchObject([{ seq: 2, reply: { content: 'Done' } }]);
});

test('EV-1 the timer picks up a write without a notification', async () => {
  const ticket = await createTicket(carl);
  const watcher = await app.openSocket(carl);
  // A command without a request does not notify the relay.
  await addReply(app.orm.em.fork(), actor(ada), ticket.id, { content: 'Silent', internal: false }, null);
  await watcher.waitForEvents(1);
  expect(watcher.events).toMatchObject([{ seq: 2, reply: { content: 'Silent' } }]);
});

test('RT-6 a client that sends CONNECT twice on one connection receives no event twice', async () => {
  await createTicket(carl);
  const connection = await rawConnection(carl);
  connection.connect();
  connection.connect();
  await waitFor(
    () =>
      connection.closed() || connection.frames().filter((frame) => frame.includes('"ready"')).length === 2,
  );
  expect(connection.frames().filter((frame) => frame.includes('"seq":1,"type"')).length).toBeLessThanOrEqual(
    1,
  );
});

/** The user as commands take it: without the e-mail address. */
const actor = ({ user: { id, name, role } }: TestUser) => ({ id, name, role });

/** A websocket without Socket.IO's client, which would not misbehave. */
async function rawConnection(caller: TestUser) {
  const frames: string[] = [];
  let closed = false;
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  socket.onmessage = ({ data }) => frames.push(String(data));
  socket.onclose = () => {
    closed = true;
  };
  await waitFor(() => frames.length === 1);
  return {
    connect: () => socket.send(`40${JSON.stringify({ token: caller.token, after: 0 })}`),
    frames: () => frames,
    closed: () => closed,
  };
}

/** The viewer's events after their number, by HTTP, all pages. */
async function eventsAfter(viewer: TestUser, after: number): Promise<LiveEvent[]> {
  const all: LiveEvent[] = [];
  for (;;) {
    const from = all.at(-1)?.seq ?? after;
    const { body } = await viewer.get<{ events: LiveEvent[] }>(`/api/events?limit=1000&after=${from}`);
    all.push(...body.events);
    if (body.events.length === 0) return all;
  }
}

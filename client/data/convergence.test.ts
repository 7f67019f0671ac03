import fc from 'fast-check';
import { createRoot, createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SORTS } from '../../shared/ticket-list.ts';
import { PRIORITIES, STATUSES } from '../../shared/vocabulary.ts';
import { FakeServer } from './testing/fake-server.ts';
import { ada, ben, cleo, dan, TestPage } from './testing/test-client.ts';
import type { Thread } from './thread/threads.ts';
import type { ListQuery } from './tickets/list-query.ts';
import type { TicketList } from './tickets/live-list.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const nat = fc.nat({ max: 11 });
const status = fc.constantFrom(...STATUSES);
const priority = fc.constantFrom(...PRIORITIES);

/** Changes by other users. */
const serverAction = fc.oneof(
  fc.record({ do: fc.constant('create' as const), by: fc.constantFrom(cleo, dan) }),
  fc.record({
    do: fc.constant('reply' as const),
    to: nat,
    by: fc.constantFrom(ben, cleo),
    internal: fc.boolean(),
    status: fc.option(status, { nil: undefined }),
  }),
  fc.record({ do: fc.constant('changeStatus' as const), to: nat, status }),
  fc.record({ do: fc.constant('changePriority' as const), to: nat, priority }),
  fc.record({ do: fc.constant('assign' as const), to: nat, agent: fc.constantFrom(ada, ben, null) }),
  fc.record({ do: fc.constant('readElsewhere' as const), to: nat, all: fc.boolean() }),
);
/** Actions of the user. */
const userAction = fc.oneof(
  fc.record({ do: fc.constant('loadMore' as const), list: nat }),
  fc.record({ do: fc.constant('query' as const), list: nat, query: nat }),
  fc.record({ do: fc.constant('openTicket' as const), to: nat }),
  fc.record({ do: fc.constant('loadEarlier' as const) }),
  fc.record({ do: fc.constant('see' as const) }),
  fc.record({ do: fc.constant('send' as const), to: nat }),
  fc.record({ do: fc.constant('changeTicketStatus' as const), to: nat, status }),
  fc.record({ do: fc.constant('assignSelf' as const), to: nat }),
  fc.record({ do: fc.constant('markUnread' as const), to: nat }),
);
/** A network that delays, reorders and repeats, but loses nothing. */
const reliableNetwork = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('advanceRequest' as const), index: nat }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('deliverFrame' as const),
      how: fc.constantFrom('once' as const, 'once' as const, 'twice' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 20, 400, 1000) }),
  },
);
/** Also loses events. */
const lossyNetwork = fc.oneof(
  { weight: 8, arbitrary: reliableNetwork },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('deliverFrame' as const), how: fc.constant('lost' as const) }),
  },
);
/** Also loses requests and connections. */
const brokenNetwork = fc.oneof(
  { weight: 12, arbitrary: lossyNetwork },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('failRequest' as const), index: nat }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('disconnect' as const, 'reconnect' as const) }) },
);
type Generated<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Action = Generated<typeof serverAction> | Generated<typeof userAction> | Generated<typeof brokenNetwork>;

const QUERIES: ListQuery[] = [
  ...SORTS.map((sort) => ({ filter: {}, sort })),
  { filter: { status: ['open'] }, sort: 'waiting' },
  { filter: { status: ['in_progress', 'reopened'] }, sort: 'updated' },
  { filter: { assignee: 'me' }, sort: 'priority' },
  { filter: { assignee: 'none' }, sort: 'created' },
  { filter: { priority: ['high'] }, sort: 'updated' },
  { filter: {}, sort: 'updated', q: 'cat' },
  { filter: {}, sort: 'relevance', q: 'cat', notes: true },
];

/** Opens a client with three lists and a thread, and a server with some tickets. */
function open(me: typeof ada, maxTickets: number) {
  const server = new FakeServer();
  for (let i = 0; i < 7; i++)
    server.create(i % 3 ? cleo : dan, i % 2 ? 'cat' : 'dog', i % 4 ? 'medium' : 'high');
  for (let i = 0; i < 9; i++) server.reply(rowAt(server, i), i % 2 ? ben : cleo, 'cat');
  const page = new TestPage(server, me, undefined, undefined, maxTickets);
  const [queries, setQueries] = createSignal([0, 4, 6]);
  const [ticketId, setTicketId] = createSignal(3);
  const { lists, thread, dispose } = createRoot((dispose) => ({
    lists: [0, 1, 2].map((i) => page.client.list(() => queryAt(queries(), i))),
    thread: page.thread(ticketId),
    dispose,
  }));
  return { server, page, me, lists, queries, setQueries, thread, ticketId, setTicketId, dispose };
}
type Scene = ReturnType<typeof open>;
const queryAt = (indexes: number[], i: number): ListQuery =>
  QUERIES[(indexes[i] ?? 0) % QUERIES.length] ?? { filter: {}, sort: 'updated' };
const rowAt = (server: FakeServer, index: number) => {
  const row = server.rows[index % server.rows.length];
  if (!row) throw new Error('The fake server has no tickets.');
  return row;
};

async function runAction(scene: Scene, action: Action): Promise<void> {
  const { server, page } = scene;
  switch (action.do) {
    case 'create':
      server.create(action.by, 'cat');
      break;
    case 'reply':
      server.reply(rowAt(server, action.to), action.by, 'cat', {
        internal: action.internal && action.by === ben,
        ...(action.status && { status: action.status }),
      });
      break;
    case 'changeStatus':
      server.changeStatus(rowAt(server, action.to), ben, action.status);
      break;
    case 'changePriority':
      server.changePriority(rowAt(server, action.to), ben, action.priority);
      break;
    case 'assign':
      server.assign(rowAt(server, action.to), ben, action.agent);
      break;
    case 'readElsewhere':
      readElsewhere(scene, rowAt(server, action.to).id, action.all);
      break;
    case 'wait':
      await advance(action.ms);
      break;
    case 'advanceRequest':
      page.advanceRequest(action.index);
      break;
    case 'failRequest':
      page.advanceRequest(action.index, true);
      break;
    case 'deliverFrame':
      page.deliverFrame(action.how);
      break;
    case 'disconnect':
      page.disconnect();
      break;
    case 'reconnect':
      if (page.isNetworkDown) page.reconnect();
      break;
    default:
      runUserAction(scene, action);
  }
  page.relayEvents();
  await advance(0);
}

function runUserAction(
  { server, page, lists, setQueries, setTicketId, thread, me }: Scene,
  action: Generated<typeof userAction>,
): void {
  const ignore = () => {};
  if (action.do === 'loadMore') lists[action.list % 3]?.loadMore();
  if (action.do === 'query')
    setQueries((current) => current.map((query, i) => (i === action.list % 3 ? action.query : query)));
  if (action.do === 'loadEarlier') thread.loadEarlier();
  if (action.do === 'see') seeAll(thread);
  if (!('to' in action)) return;
  const visible = server.visible(me);
  const id = visible[action.to % visible.length]?.id ?? 1;
  if (action.do === 'openTicket') setTicketId(id);
  if (action.do === 'send') page.client.outbox.send(id, { content: 'dog', internal: false });
  if (action.do === 'changeTicketStatus') page.commands().changeStatus(id, action.status).catch(ignore);
  if (action.do === 'assignSelf') page.commands().assign(id).catch(ignore);
  if (action.do === 'markUnread') page.client.markUnread(id).catch(ignore);
}

/** As if all loaded replies had been in view. */
function seeAll(thread: Thread): void {
  for (const entry of thread.entries) if (entry.kind === 'reply') thread.markSeen(entry.reply);
}

function readElsewhere({ server, page, me }: Scene, id: number, all: boolean): void {
  // A page does not receive a read mark moved between its first read and its first connect.
  if (!page.wasConnected || !server.visible(me).some((ticket) => ticket.id === id)) return;
  const upTo = all ? (server.repliesFor(me, rowAt(server, id - 1)).at(-1)?.id ?? 'description') : null;
  server.moveReadMark(me, id, upTo);
  page.emitFromServer('read', { ticketId: id, upTo });
}

/** Checks that the client shows what the server returns now to the same requests. */
function expectConverged(scene: Scene): void {
  const { server, page, me, lists, queries, thread, ticketId } = scene;
  expect(page.client.counts()).toEqual(server.counts(me));
  for (const [i, list] of lists.entries()) expectList(list, queryAt(queries(), i), server, me);
  expectThread(thread, server, me, ticketId());
}

function expectList(list: TicketList, listQuery: ListQuery, server: FakeServer, me: typeof ada): void {
  const { filter, sort, q } = listQuery;
  const query = {
    sort,
    q,
    notes: listQuery.q !== undefined && listQuery.notes === true,
    assignee: filter.assignee,
    ...(filter.status && { status: [...filter.status] }),
    ...(filter.priority && { priority: [...filter.priority] }),
  };
  const fresh = server.list(me, query, list.tickets.length);
  expect({ listQuery, state: list.state, total: list.total }).toEqual({
    listQuery,
    state: 'ready',
    total: fresh.total,
  });
  const shown = list.tickets.map(({ description: _, ...ticket }) => ({
    ...ticket,
    ...(q && { match: list.match(ticket.id) }),
  }));
  expect(shown).toEqual(fresh.tickets);
  expect(list.hasMore).toBe(list.tickets.length < fresh.total);
  expect(list.tickets.length).toBeGreaterThanOrEqual(Math.min(3, fresh.total));
}

function expectThread(thread: Thread, server: FakeServer, me: typeof ada, id: number): void {
  const row = server.requireVisible(me, id);
  const history = server.history(me, row).filter(({ type }) => type !== 'ticket.created');
  const idOf = (entry: (typeof history)[number]) =>
    'replyId' in entry ? String(entry.replyId) : `e${entry.seq}`;
  const all = history.map(idOf);
  const shown = thread.entries.map((entry) => entry.id);
  expect(thread.state).toBe('ready');
  expect(shown).toEqual(thread.hasEarlier ? all.slice(-shown.length) : all);
  // A stale reply waits for the user's decision, and those after it wait for it.
  const firstStale = thread.pending.findIndex(({ state }) => state === 'stale');
  expect(thread.pending.slice(0, firstStale < 0 ? undefined : firstStale)).toEqual([]);
  expect({ ...thread.ticket }).toEqual(server.ticket(me, row));
}

/** Few tickets in memory: eviction must not show. */
const clients = fc.record({ me: fc.constantFrom(ada, cleo), maxTickets: fc.constantFrom(4, 2_000) });

async function runScene(
  { me, maxTickets }: { me: typeof ada; maxTickets: number },
  actions: readonly Action[],
  recover: (scene: Scene) => Promise<void>,
): Promise<void> {
  const scene = open(me, maxTickets);
  try {
    for (const action of actions) await runAction(scene, action);
    await recover(scene);
    await scene.page.runUntilIdle(advance);
    expectConverged(scene);
  } finally {
    scene.dispose();
    scene.page.dispose();
  }
}

const runCount = Number(process.env.RUNS ?? 100);
const manyActions = <T>(action: fc.Arbitrary<T>) => fc.array(action, { maxLength: 60, size: 'max' });

test('lists, counts and thread equal a fresh load after requests, responses and events in any order, some repeated', async () => {
  const actions = manyActions(fc.oneof(serverAction, userAction, { weight: 2, arbitrary: reliableNetwork }));
  await fc.assert(
    fc.asyncProperty(clients, actions, (client, all) => runScene(client, all, async () => {})),
    { numRuns: runCount },
  );
});

test('lists, counts and thread equal a fresh load after lost events', async () => {
  const actions = manyActions(fc.oneof(serverAction, userAction, { weight: 2, arbitrary: lossyNetwork }));
  // One more event reveals a gap at the end.
  const recover = async ({ server, me }: Scene) => void server.create(me.role === 'customer' ? me : dan);
  await fc.assert(
    fc.asyncProperty(clients, actions, (client, all) => runScene(client, all, recover)),
    { numRuns: runCount },
  );
});

test('lists, counts and thread equal a fresh load after lost requests and connections, and a reconnect', async () => {
  const actions = manyActions(fc.oneof(serverAction, userAction, { weight: 2, arbitrary: brokenNetwork }));
  const recover = async ({ page, lists, thread }: Scene) => {
    page.disconnect();
    await page.runUntilIdle(advance);
    page.reconnect();
    await page.runUntilIdle(advance, 40, 1000);
    for (const list of lists) list.retry();
    if (thread.state === 'failed') thread.retry();
  };
  await fc.assert(
    fc.asyncProperty(clients, actions, (client, all) => runScene(client, all, recover)),
    { numRuns: runCount },
  );
});

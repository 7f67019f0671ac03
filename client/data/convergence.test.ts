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

/** What happens on the server, by others. */
const happening = fc.oneof(
  fc.record({ do: fc.constant('create' as const), by: fc.constantFrom(cleo, dan) }),
  fc.record({
    do: fc.constant('reply' as const),
    to: nat,
    by: fc.constantFrom(ben, cleo),
    internal: fc.boolean(),
    status: fc.option(status, { nil: undefined }),
  }),
  fc.record({ do: fc.constant('move' as const), to: nat, status }),
  fc.record({ do: fc.constant('prioritize' as const), to: nat, priority }),
  fc.record({ do: fc.constant('assign' as const), to: nat, agent: fc.constantFrom(ada, ben, null) }),
  fc.record({ do: fc.constant('readElsewhere' as const), to: nat, all: fc.boolean() }),
);
/** What the person does. */
const doing = fc.oneof(
  fc.record({ do: fc.constant('more' as const), list: nat }),
  fc.record({ do: fc.constant('wish' as const), list: nat, wish: nat }),
  fc.record({ do: fc.constant('open' as const), to: nat }),
  fc.record({ do: fc.constant('earlier' as const) }),
  fc.record({ do: fc.constant('send' as const), to: nat }),
  fc.record({ do: fc.constant('change' as const), to: nat, status }),
  fc.record({ do: fc.constant('take' as const), to: nat }),
  fc.record({ do: fc.constant('markUnread' as const), to: nat }),
);
/** What the network does. */
const calm = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('step' as const), which: nat }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      how: fc.constantFrom('once' as const, 'once' as const, 'twice' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 20, 400, 1000) }),
  },
);
const rough = fc.oneof(
  { weight: 8, arbitrary: calm },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), how: fc.constant('lost' as const) }),
  },
);
const broken = fc.oneof(
  { weight: 12, arbitrary: rough },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), which: nat }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cut' as const, 'restore' as const) }) },
);
type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Act = Of<typeof happening> | Of<typeof doing> | Of<typeof broken>;

const WISHES: ListQuery[] = [
  ...SORTS.map((sort) => ({ filter: {}, sort })),
  { filter: { status: ['open'] }, sort: 'waiting' },
  { filter: { status: ['in_progress', 'reopened'] }, sort: 'updated' },
  { filter: { assignee: 'me' }, sort: 'priority' },
  { filter: { assignee: 'none' }, sort: 'created' },
  { filter: { priority: ['high'] }, sort: 'updated' },
  { filter: {}, sort: 'updated', q: 'cat' },
];

/** A person with three lists and a thread on screen, and a server with some tickets. */
function open(me: typeof ada) {
  const server = new FakeServer();
  for (let i = 0; i < 7; i++)
    server.create(i % 3 ? cleo : dan, i % 2 ? 'cat' : 'dog', i % 4 ? 'medium' : 'high');
  for (let i = 0; i < 9; i++) server.reply(row(server, i), i % 2 ? ben : cleo, 'cat');
  const page = new TestPage(server, me);
  const [wishes, setWishes] = createSignal([0, 4, 6]);
  const [ticketId, setTicketId] = createSignal(3);
  const { lists, thread, dispose } = createRoot((dispose) => ({
    lists: [0, 1, 2].map((i) => page.client.list(() => wishAt(wishes(), i))),
    thread: page.thread(ticketId),
    dispose,
  }));
  return { server, page, me, lists, wishes, setWishes, thread, ticketId, setTicketId, dispose };
}
type Scene = ReturnType<typeof open>;
const wishAt = (wishes: number[], i: number): ListQuery =>
  WISHES[(wishes[i] ?? 0) % WISHES.length] ?? { filter: {}, sort: 'updated' };
const row = (server: FakeServer, which: number) => {
  const found = server.rows[which % server.rows.length];
  if (!found) throw new Error('No tickets.');
  return found;
};

async function act(scene: Scene, step: Act): Promise<void> {
  const { server, page } = scene;
  switch (step.do) {
    case 'create':
      server.create(step.by, 'cat');
      break;
    case 'reply':
      server.reply(row(server, step.to), step.by, 'cat', {
        internal: step.internal && step.by === ben,
        ...(step.status && { status: step.status }),
      });
      break;
    case 'move':
      server.changeStatus(row(server, step.to), ben, step.status);
      break;
    case 'prioritize':
      server.changePriority(row(server, step.to), ben, step.priority);
      break;
    case 'assign':
      server.assign(row(server, step.to), ben, step.agent);
      break;
    case 'readElsewhere':
      readElsewhere(scene, row(server, step.to).id, step.all);
      break;
    case 'wait':
      await advance(step.ms);
      break;
    case 'step':
      page.advanceRequest(step.which);
      break;
    case 'lose':
      page.advanceRequest(step.which, true);
      break;
    case 'deliver':
      page.deliverFrame(step.how);
      break;
    case 'cut':
      page.disconnect();
      break;
    case 'restore':
      if (page.isNetworkDown) page.reconnect();
      break;
    default:
      behave(scene, step);
  }
  page.relayEvents();
  await advance(0);
}

function behave(
  { server, page, lists, setWishes, setTicketId, thread, me }: Scene,
  step: Of<typeof doing>,
): void {
  const ignore = () => {};
  if (step.do === 'more') lists[step.list % 3]?.loadMore();
  if (step.do === 'wish') setWishes((now) => now.map((wish, i) => (i === step.list % 3 ? step.wish : wish)));
  if (step.do === 'earlier') thread.loadEarlier();
  if (!('to' in step)) return;
  const visible = server.visible(me);
  const id = visible[step.to % visible.length]?.id ?? 1;
  if (step.do === 'open') setTicketId(id);
  if (step.do === 'send') page.client.outbox.send(id, { content: 'dog', internal: false });
  if (step.do === 'change') page.commands().changeStatus(id, step.status).catch(ignore);
  if (step.do === 'take') page.commands().assign(id).catch(ignore);
  if (step.do === 'markUnread') page.client.markUnread(id).catch(ignore);
}

function readElsewhere({ server, page, me }: Scene, id: number, all: boolean): void {
  // A mark moved elsewhere in the moment between a page's first read and its connection is heard of only later.
  if (!page.wasConnected || !server.visible(me).some((ticket) => ticket.id === id)) return;
  const upTo = all ? (server.repliesFor(me, row(server, id - 1)).at(-1)?.id ?? null) : null;
  server.moveReadMark(me, id, upTo);
  page.emitFromServer('read', { ticketId: id, upTo });
}

/** What is on screen is what the server would answer now to the same questions. */
function expectExact(scene: Scene): void {
  const { server, page, me, lists, wishes, thread, ticketId } = scene;
  expect(page.client.counts()).toEqual(server.counts(me));
  for (const [i, list] of lists.entries()) expectList(list, wishAt(wishes(), i), server, me);
  expectThread(thread, server, me, ticketId());
}

function expectList(list: TicketList, wish: ListQuery, server: FakeServer, me: typeof ada): void {
  const { filter, sort, q } = wish;
  const query = {
    sort,
    q,
    assignee: filter.assignee,
    ...(filter.status && { status: [...filter.status] }),
    ...(filter.priority && { priority: [...filter.priority] }),
  };
  const fresh = server.list(me, query, list.tickets.length);
  expect({ wish, state: list.state, total: list.total }).toEqual({
    wish,
    state: 'ready',
    total: fresh.total,
  });
  expect(list.tickets.map(({ description: _, ...ticket }) => ticket)).toEqual(fresh.tickets);
  expect(list.hasMore).toBe(list.tickets.length < fresh.total);
  expect(list.tickets.length).toBeGreaterThanOrEqual(Math.min(3, fresh.total));
}

function expectThread(thread: Thread, server: FakeServer, me: typeof ada, id: number): void {
  const seen = server.requireVisible(me, id);
  const history = server.history(me, seen).filter(({ type }) => type !== 'ticket.created');
  const idOf = (line: (typeof history)[number]) =>
    'replyId' in line ? String(line.replyId) : `e${line.seq}`;
  const all = history.map(idOf);
  const shown = thread.entries.map((entry) => entry.id);
  expect(thread.state).toBe('ready');
  expect(shown).toEqual(thread.hasEarlier ? all.slice(-shown.length) : all);
  // Somebody was faster: that is for the person to decide.
  expect(thread.pending.filter((line) => line.state !== 'stale')).toEqual([]);
  expect({ ...thread.ticket }).toEqual(server.ticket(me, seen));
}

const scenes = fc.record({ me: fc.constantFrom(ada, cleo) });

async function play(
  me: typeof ada,
  steps: readonly Act[],
  recover: (scene: Scene) => Promise<void>,
): Promise<void> {
  const scene = open(me);
  try {
    for (const step of steps) await act(scene, step);
    await recover(scene);
    await scene.page.runUntilIdle(advance);
    expectExact(scene);
  } finally {
    scene.dispose();
    scene.page.dispose();
  }
}

const runs = Number(process.env.RUNS ?? 100);
const manySteps = <T>(step: fc.Arbitrary<T>) => fc.array(step, { maxLength: 60, size: 'max' });

test('lists, counts and thread equal a fresh load, however requests, answers and events interleave or repeat', async () => {
  const steps = manySteps(fc.oneof(happening, doing, { weight: 2, arbitrary: calm }));
  await fc.assert(
    fc.asyncProperty(scenes, steps, ({ me }, all) => play(me, all, async () => {})),
    { numRuns: runs },
  );
});

test('lost events leave holes, and holes are mended', async () => {
  const steps = manySteps(fc.oneof(happening, doing, { weight: 2, arbitrary: rough }));
  // One more event shows a hole at the very end.
  const recover = async ({ server, me }: Scene) => void server.create(me.role === 'customer' ? me : dan);
  await fc.assert(
    fc.asyncProperty(scenes, steps, ({ me }, all) => play(me, all, recover)),
    { numRuns: runs },
  );
});

test('cut lines and lost requests are made up for after a reconnect', async () => {
  const steps = manySteps(fc.oneof(happening, doing, { weight: 2, arbitrary: broken }));
  const recover = async ({ page, lists, thread }: Scene) => {
    page.disconnect();
    await page.runUntilIdle(advance);
    page.reconnect();
    await page.runUntilIdle(advance, 40, 1000);
    for (const list of lists) list.retry();
    if (thread.state === 'failed') thread.retry();
  };
  await fc.assert(
    fc.asyncProperty(scenes, steps, ({ me }, all) => play(me, all, recover)),
    { numRuns: runs },
  );
});

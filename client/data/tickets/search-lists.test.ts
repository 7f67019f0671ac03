import { createRoot, createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, TestPage } from '../testing/test-client.ts';
import { type ListQuery, searchTextOf } from './list-query.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);

const search = (q: string, rest: { notes?: boolean } = {}): ListQuery => ({
  filter: {},
  sort: 'relevance',
  q,
  ...rest,
});
const EVERYTHING: ListQuery = { filter: {}, sort: 'updated' };

/** A client that shows a list, and a server with a cat, a cow and a dog. */
async function open(first: ListQuery = EVERYTHING) {
  const server = new FakeServer();
  for (const text of ['cat', 'cow', 'dog']) server.create(cleo, text);
  const page = new TestPage(server, ada);
  const [query, setQuery] = createSignal(first);
  const { list, dispose } = createRoot((end) => ({ list: page.client.list(query), dispose: end }));
  await page.runUntilIdle(advance, 5);
  const ids = () => list.tickets.map(({ id }) => id).sort();
  /** Shows another query; its request is sent. */
  const show = async (next: ListQuery) => {
    setQuery(next);
    await advance(0);
  };
  const settle = () => page.runUntilIdle(advance, 5);
  const pendingLists = () => page.pendingRequests.filter(({ name }) => name === 'listTickets');
  /** Completes the pending list requests only. */
  const answer = async () => {
    await advance(0);
    for (const pending of pendingLists()) {
      if (!pending.isProcessed) pending.process();
      page.pendingRequests.splice(page.pendingRequests.indexOf(pending), 1);
      pending.complete();
    }
    await advance(1);
  };
  const close = () => {
    dispose();
    page.dispose();
  };
  return { server, page, list, show, ids, settle, answer, pendingLists, close };
}

test('while a search loads, the list shows the tickets from before', async () => {
  const { list, show, ids, answer, close } = await open();
  await show(search('cat'));
  expect([list.state, ids(), list.total, list.query.q]).toEqual(['loading', [1, 2, 3], 3, undefined]);
  await answer();
  expect([list.state, ids(), list.total, list.query.q]).toEqual(['ready', [1], 1, 'cat']);
  await show(search('cow'));
  expect([list.state, ids(), list.query.q, list.match(1)?.field]).toEqual([
    'loading',
    [1],
    'cat',
    'description',
  ]);
  await answer();
  expect([ids(), list.match(1), list.match(2)?.snippet]).toEqual([
    [2],
    undefined,
    [{ text: 'cow', hit: true }],
  ]);
  close();
});

test('another filter starts with an empty list', async () => {
  const { show, list, ids, close } = await open();
  await show({ filter: { assignee: 'me' }, sort: 'updated' });
  expect([list.state, ids(), list.total]).toEqual(['loading', [], undefined]);
  close();
});

test('cancels the request of a search that another one has replaced', async () => {
  const { page, show, list, ids, answer, pendingLists, close } = await open();
  for (const q of ['ca', 'cat', 'co', 'cow']) await show(search(q));
  const sent = page.requests.filter(({ request }) => request.signal !== undefined);
  expect(sent.slice(-4).map(({ request }) => request.signal?.aborted)).toEqual([true, true, true, false]);
  expect(pendingLists()).toHaveLength(1);
  await answer();
  expect([list.state, list.error, ids()]).toEqual(['ready', undefined, [2]]);
  close();
});

test('a cancelled search loads when it is shown again', async () => {
  const { show, list, ids, answer, close } = await open();
  for (const q of ['cat', 'cow', 'cat']) await show(search(q));
  await answer();
  expect([list.state, list.query.q, ids()]).toEqual(['ready', 'cat', [1]]);
  close();
});

test('a response that arrives after that of a newer search changes nothing', async () => {
  const { page, show, ids, list, answer, pendingLists, close } = await open();
  await show(search('cat'));
  const [first] = pendingLists();
  first?.process();
  await show(search('cow'));
  await answer();
  first?.complete();
  await advance(1);
  expect([list.query.q, ids()]).toEqual(['cow', [2]]);
  expect(page.pendingRequests.includes(first as never)).toBe(false);
  close();
});

test('an event during a search reads its results and their matches again', async () => {
  const { server, list, show, ids, settle, close } = await open();
  await show(search('cat'));
  await settle();
  const dog = server.rows[2];
  if (!dog) throw new Error('There is no third ticket.');
  server.reply(dog, cleo, 'my cat, too');
  await settle();
  await settle();
  expect(ids()).toEqual([1, 3]);
  expect(list.match(3)).toEqual({ field: 'reply', snippet: [{ text: 'my cat, too', hit: true }] });
  close();
});

test('a search finds notes only on request', async () => {
  const { server, list, show, ids, settle, close } = await open();
  const dog = server.rows[2];
  if (!dog) throw new Error('There is no third ticket.');
  server.reply(dog, ben, 'a cat', { internal: true });
  await show(search('cat'));
  await settle();
  expect(ids()).toEqual([1]);
  await show(search('cat', { notes: true }));
  await settle();
  expect([ids(), list.match(3)?.field]).toEqual([[1, 3], 'note']);
  close();
});

test('a failed search shows its error, and loads when it is repeated or shown again', async () => {
  const { show, list, ids, answer, pendingLists, page, close } = await open();
  const fail = async () => {
    for (const pending of pendingLists()) {
      page.pendingRequests.splice(page.pendingRequests.indexOf(pending), 1);
      pending.fail();
    }
    await advance(1);
  };
  await show(search('cat'));
  await fail();
  expect([list.state, ids()]).toEqual(['failed', []]);
  list.retry();
  await answer();
  expect([list.state, ids()]).toEqual(['ready', [1]]);
  await show(search('cow'));
  await fail();
  await show(search('cat'));
  await show(search('cow'));
  expect(list.error).toBeUndefined();
  await answer();
  expect([list.state, ids()]).toEqual(['ready', [2]]);
  close();
});

test.each([
  ['', undefined],
  ['   ', undefined],
  ['a', undefined],
  ['?', undefined],
  [' ab ', 'ab'],
  ['7', '7'],
  ['#7', '#7'],
  ['検', '検'],
  ['"*" OR (', '"*" OR ('],
  ['w'.repeat(200), 'w'.repeat(200)],
  ['w'.repeat(201), undefined],
])('a text %j is the search %j', (text, expected) => expect(searchTextOf(text)).toBe(expected));

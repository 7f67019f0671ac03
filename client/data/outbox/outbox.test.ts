import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, memoryStorage, TestPage } from '../testing/test-client.ts';

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let server: FakeServer;
let storage: ReturnType<typeof memoryStorage>;
const pages: TestPage[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  server.create(cleo);
  storage = memoryStorage();
});
afterEach(() => {
  for (const page of pages.splice(0)) page.dispose();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Ada's page with ticket 1 on screen. */
async function open() {
  const page = new TestPage(server, ada, storage);
  pages.push(page);
  const thread = createRoot(() => page.thread(() => 1));
  if (navigator.onLine !== false) await page.runUntilIdle(advance);
  return { page, thread, outbox: page.client.outbox };
}
const goOffline = () => vi.stubGlobal('navigator', { onLine: false });
const say = (content: string) => ({ content, internal: false });
const said = () => server.rows[0]?.replies.map(({ content }) => content);
const sent = (page: TestPage) => page.requests.filter(({ name }) => name === 'addReply');

test('a reply is shown at once and settles when it is acknowledged', async () => {
  const { page, thread, outbox } = await open();
  outbox.send(1, say('hello'));
  expect(thread.pending).toMatchObject([{ content: 'hello', state: 'sending' }]);
  await page.runUntilIdle(advance);
  expect(thread.pending).toEqual([]);
  expect(thread.entries).toMatchObject([{ kind: 'reply', reply: { content: 'hello' } }]);
});

test('it settles by its event when the answer is lost, and is not sent again', async () => {
  const { page, thread, outbox } = await open();
  outbox.send(1, say('hello'));
  await advance(0);
  page.advanceRequest(0);
  page.relayEvents();
  page.deliverFrame();
  await advance(20);
  expect(thread.pending).toEqual([]);
  page.advanceRequest(0, true);
  await advance(60_000);
  await page.runUntilIdle(advance);
  expect(said()).toEqual(['hello']);
  expect(sent(page)).toHaveLength(1);
});

test('written offline, the page closed and opened: sent once, in order, under the same keys', async () => {
  goOffline();
  const first = await open();
  const keys = ['one', 'two', 'three'].map((word) => first.outbox.send(1, say(word)));
  expect(first.thread.pending.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
  await advance(30_000);
  expect(sent(first.page)).toEqual([]);
  first.page.dispose();
  vi.unstubAllGlobals();
  const { page, thread } = await open();
  expect(said()).toEqual(['one', 'two', 'three']);
  expect(sent(page).map(({ request }) => request.key)).toEqual(keys);
  expect(thread.pending).toEqual([]);
});

test('an unknown outcome is tried again under the same key, and only one reply is there', async () => {
  const { page, thread, outbox } = await open();
  const key = outbox.send(1, say('hello'));
  await advance(0);
  page.advanceRequest(0);
  page.frames.length = 0;
  page.advanceRequest(0, true);
  await advance(0);
  expect(thread.pending).toMatchObject([{ state: 'unknown' }]);
  await advance(5_000);
  await page.runUntilIdle(advance);
  expect(sent(page).map(({ request }) => request.key)).toEqual([key, key]);
  expect(said()).toEqual(['hello']);
});

test('a line waits for the one before it', async () => {
  const { page, outbox } = await open();
  outbox.send(1, say('one'));
  outbox.send(1, say('two'));
  await advance(0);
  expect(sent(page)).toHaveLength(1);
  page.advanceRequest(0, true);
  await advance(0);
  expect(sent(page)).toHaveLength(1);
  await advance(5_000);
  await page.runUntilIdle(advance);
  expect(said()).toEqual(['one', 'two']);
});

test('a definite refusal stays, with its reason, until it is retried or discarded', async () => {
  const { page, outbox } = await open();
  outbox.send(99, say('to nowhere'));
  await page.runUntilIdle(advance);
  expect(outbox.pending(99)).toMatchObject([{ state: 'failed', problem: { code: 'not_found' } }]);
  await advance(60_000);
  expect(sent(page)).toHaveLength(1);
  const key = outbox.pending()[0]?.key ?? '';
  outbox.retry(key);
  await page.runUntilIdle(advance);
  expect(sent(page)).toHaveLength(2);
  expect(outbox.discard(key)?.content).toBe('to nowhere');
  expect(storage.map.size).toBe(0);
});

test('somebody was faster: the line is stale with what was missed, and can be sent anyway under its key', async () => {
  const { page, thread, outbox } = await open();
  const row = server.rows[0];
  if (row) server.reply(row, ben, 'I was faster');
  const key = outbox.send(1, say('me too'));
  await page.runUntilIdle(advance);
  expect(thread.pending).toMatchObject([{ state: 'stale', missed: [{ content: 'I was faster' }] }]);
  outbox.sendAnyway(key);
  await page.runUntilIdle(advance);
  expect(said()).toEqual(['I was faster', 'me too']);
  expect(sent(page).map(({ request }) => request.key)).toEqual([key, key]);
});

test('what was on screen goes with a public reply, not with a note', async () => {
  const { page, outbox } = await open();
  outbox.send(1, say('hello'));
  outbox.send(1, { content: 'psst', internal: true });
  await page.runUntilIdle(advance);
  const [reply, note] = sent(page).map(({ request }) => request.body);
  expect(reply?.lastSeenReplyId).toBeNull();
  expect(note?.lastSeenReplyId).toBeUndefined();
});

test('two tabs do not send the same line twice', async () => {
  const [here, there] = [await open(), await open()];
  here.outbox.send(1, say('hello'));
  await advance(20_000);
  expect(sent(there.page)).toHaveLength(0);
  await here.page.runUntilIdle(advance);
  await advance(20_000);
  await there.page.runUntilIdle(advance);
  expect(sent(there.page)).toHaveLength(0);
  expect(said()).toEqual(['hello']);
  expect(there.thread.pending).toEqual([]);
});

test('the next person on this browser neither sees nor sends it', async () => {
  goOffline();
  const { page, outbox } = await open();
  outbox.send(1, say('mine'));
  page.dispose();
  vi.unstubAllGlobals();
  const next = new TestPage(server, ben, storage);
  pages.push(next);
  await next.runUntilIdle(advance);
  expect(next.client.outbox.pending()).toEqual([]);
  expect(said()).toEqual([]);
});

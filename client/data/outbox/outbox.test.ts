import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ModelServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, memoryStorage, Page } from '../testing/test-client.ts';

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let server: ModelServer;
let storage: ReturnType<typeof memoryStorage>;
const pages: Page[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  server = new ModelServer();
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
  const page = new Page(server, ada, storage);
  pages.push(page);
  const thread = createRoot(() => page.thread(() => 1));
  if (navigator.onLine !== false) await page.settle(pass);
  return { page, thread, outbox: page.client.outbox };
}
const goOffline = () => vi.stubGlobal('navigator', { onLine: false });
const say = (content: string) => ({ content, internal: false });
const said = () => server.rows[0]?.replies.map(({ content }) => content);
const sent = (page: Page) => page.requests.filter(({ name }) => name === 'addReply');

test('a reply is shown at once and settles when it is acknowledged', async () => {
  const { page, thread, outbox } = await open();
  outbox.send(1, say('hello'));
  expect(thread.pending).toMatchObject([{ content: 'hello', state: 'sending' }]);
  await page.settle(pass);
  expect(thread.pending).toEqual([]);
  expect(thread.entries).toMatchObject([{ kind: 'reply', reply: { content: 'hello' } }]);
});

test('it settles by its event when the answer is lost, and is not sent again', async () => {
  const { page, thread, outbox } = await open();
  outbox.send(1, say('hello'));
  await pass(0);
  page.step(0);
  page.tell();
  page.deliver();
  await pass(20);
  expect(thread.pending).toEqual([]);
  page.step(0, true);
  await pass(60_000);
  await page.settle(pass);
  expect(said()).toEqual(['hello']);
  expect(sent(page)).toHaveLength(1);
});

test('written offline, the page closed and opened: sent once, in order, under the same keys', async () => {
  goOffline();
  const first = await open();
  const keys = ['one', 'two', 'three'].map((word) => first.outbox.send(1, say(word)));
  expect(first.thread.pending.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
  await pass(30_000);
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
  await pass(0);
  page.step(0);
  page.frames.length = 0;
  page.step(0, true);
  await pass(0);
  expect(thread.pending).toMatchObject([{ state: 'unknown' }]);
  await pass(5_000);
  await page.settle(pass);
  expect(sent(page).map(({ request }) => request.key)).toEqual([key, key]);
  expect(said()).toEqual(['hello']);
});

test('a line waits for the one before it', async () => {
  const { page, outbox } = await open();
  outbox.send(1, say('one'));
  outbox.send(1, say('two'));
  await pass(0);
  expect(sent(page)).toHaveLength(1);
  page.step(0, true);
  await pass(0);
  expect(sent(page)).toHaveLength(1);
  await pass(5_000);
  await page.settle(pass);
  expect(said()).toEqual(['one', 'two']);
});

test('a definite refusal stays, with its reason, until it is retried or discarded', async () => {
  const { page, outbox } = await open();
  outbox.send(99, say('to nowhere'));
  await page.settle(pass);
  expect(outbox.pending(99)).toMatchObject([{ state: 'failed', problem: { code: 'not_found' } }]);
  await pass(60_000);
  expect(sent(page)).toHaveLength(1);
  const key = outbox.pending()[0]?.key ?? '';
  outbox.retry(key);
  await page.settle(pass);
  expect(sent(page)).toHaveLength(2);
  expect(outbox.discard(key)?.content).toBe('to nowhere');
  expect(storage.map.size).toBe(0);
});

test('somebody was faster: the line is stale with what was missed, and can be sent anyway under its key', async () => {
  const { page, thread, outbox } = await open();
  const row = server.rows[0];
  if (row) server.reply(row, ben, 'I was faster');
  const key = outbox.send(1, say('me too'));
  await page.settle(pass);
  expect(thread.pending).toMatchObject([{ state: 'stale', missed: [{ content: 'I was faster' }] }]);
  outbox.sendAnyway(key);
  await page.settle(pass);
  expect(said()).toEqual(['I was faster', 'me too']);
  expect(sent(page).map(({ request }) => request.key)).toEqual([key, key]);
});

test('what was on screen goes with a public reply, not with a note', async () => {
  const { page, outbox } = await open();
  outbox.send(1, say('hello'));
  outbox.send(1, { content: 'psst', internal: true });
  await page.settle(pass);
  const [reply, note] = sent(page).map(({ request }) => request.body);
  expect(reply?.lastSeenReplyId).toBeNull();
  expect(note?.lastSeenReplyId).toBeUndefined();
});

test('two tabs do not send the same line twice', async () => {
  const [here, there] = [await open(), await open()];
  here.outbox.send(1, say('hello'));
  await pass(20_000);
  expect(sent(there.page)).toHaveLength(0);
  await here.page.settle(pass);
  await pass(20_000);
  await there.page.settle(pass);
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
  const next = new Page(server, ben, storage);
  pages.push(next);
  await next.settle(pass);
  expect(next.client.outbox.pending()).toEqual([]);
  expect(said()).toEqual([]);
});

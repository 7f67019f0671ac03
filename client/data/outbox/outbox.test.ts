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

/** Opens Ada's client with the thread of ticket 1. */
async function open() {
  const page = new TestPage(server, ada, storage);
  pages.push(page);
  const thread = createRoot(() => page.thread(() => 1));
  if (navigator.onLine !== false) await page.runUntilIdle(advance);
  return { page, thread, outbox: page.client.outbox };
}
const goOffline = () => vi.stubGlobal('navigator', { onLine: false });
const publicReply = (content: string) => ({ content, internal: false });
const storedReplies = () => server.rows[0]?.replies.map(({ content }) => content);
const replyRequests = (page: TestPage) => page.requests.filter(({ name }) => name === 'addReply');

test('a reply is pending at once and leaves the outbox when it is acknowledged', async () => {
  const { page, thread, outbox } = await open();
  outbox.send(1, publicReply('hello'));
  expect(thread.pending).toMatchObject([{ content: 'hello', state: 'sending' }]);
  await page.runUntilIdle(advance);
  expect(thread.pending).toEqual([]);
  expect(thread.entries).toMatchObject([{ kind: 'reply', reply: { content: 'hello' } }]);
});

test('the event of a reply acknowledges it when the response is lost, and it is not sent again', async () => {
  const { page, thread, outbox } = await open();
  outbox.send(1, publicReply('hello'));
  await advance(0);
  page.advanceRequest(0);
  page.relayEvents();
  page.deliverFrame();
  await advance(20);
  expect(thread.pending).toEqual([]);
  page.advanceRequest(0, true);
  await advance(60_000);
  await page.runUntilIdle(advance);
  expect(storedReplies()).toEqual(['hello']);
  expect(replyRequests(page)).toHaveLength(1);
});

test('replies written offline are sent once, in order and under the same keys after a reload', async () => {
  goOffline();
  const first = await open();
  const keys = ['one', 'two', 'three'].map((content) => first.outbox.send(1, publicReply(content)));
  expect(first.thread.pending.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
  await advance(30_000);
  expect(replyRequests(first.page)).toEqual([]);
  first.page.dispose();
  vi.unstubAllGlobals();
  const { page, thread } = await open();
  expect(storedReplies()).toEqual(['one', 'two', 'three']);
  expect(replyRequests(page).map(({ request }) => request.key)).toEqual(keys);
  expect(thread.pending).toEqual([]);
});

test('a reply without a response is sent again under the same key and stored once', async () => {
  const { page, thread, outbox } = await open();
  const key = outbox.send(1, publicReply('hello'));
  await advance(0);
  page.advanceRequest(0);
  page.frames.length = 0;
  page.advanceRequest(0, true);
  await advance(0);
  expect(thread.pending).toMatchObject([{ state: 'unknown' }]);
  await advance(5_000);
  await page.runUntilIdle(advance);
  expect(replyRequests(page).map(({ request }) => request.key)).toEqual([key, key]);
  expect(storedReplies()).toEqual(['hello']);
});

test('a reply waits for the one before it', async () => {
  const { page, outbox } = await open();
  outbox.send(1, publicReply('one'));
  outbox.send(1, publicReply('two'));
  await advance(0);
  expect(replyRequests(page)).toHaveLength(1);
  page.advanceRequest(0, true);
  await advance(0);
  expect(replyRequests(page)).toHaveLength(1);
  await advance(5_000);
  await page.runUntilIdle(advance);
  expect(storedReplies()).toEqual(['one', 'two']);
});

test('a refused reply keeps its problem until it is retried or discarded', async () => {
  const { page, outbox } = await open();
  outbox.send(99, publicReply('to an unknown ticket'));
  await page.runUntilIdle(advance);
  expect(outbox.pending(99)).toMatchObject([{ state: 'failed', problem: { code: 'not_found' } }]);
  await advance(60_000);
  expect(replyRequests(page)).toHaveLength(1);
  const key = outbox.pending()[0]?.key ?? '';
  outbox.retry(key);
  await page.runUntilIdle(advance);
  expect(replyRequests(page)).toHaveLength(2);
  expect(outbox.discard(key)?.content).toBe('to an unknown ticket');
  expect(storage.map.size).toBe(0);
});

test('a reply is stale when another agent replied first, and sendAnyway sends it under its key', async () => {
  const { page, thread, outbox } = await open();
  const row = server.rows[0];
  if (row) server.reply(row, ben, 'I was faster');
  const key = outbox.send(1, publicReply('me too'));
  await page.runUntilIdle(advance);
  expect(thread.pending).toMatchObject([{ state: 'stale', missed: [{ content: 'I was faster' }] }]);
  outbox.sendAnyway(key);
  await page.runUntilIdle(advance);
  expect(storedReplies()).toEqual(['I was faster', 'me too']);
  expect(replyRequests(page).map(({ request }) => request.key)).toEqual([key, key]);
});

test('a public reply carries the last seen reply, a note does not', async () => {
  const { page, outbox } = await open();
  outbox.send(1, publicReply('hello'));
  outbox.send(1, { content: 'psst', internal: true });
  await page.runUntilIdle(advance);
  const [reply, note] = replyRequests(page).map(({ request }) => request.body);
  expect(reply?.lastSeenReplyId).toBeNull();
  expect(note?.lastSeenReplyId).toBeUndefined();
});

test('replies of two tabs keep their order, although the clock is set back between them', async () => {
  goOffline();
  const [tab, otherTab] = [await open(), await open()];
  tab.outbox.send(1, publicReply('one'));
  vi.setSystemTime(Date.now() - 3 * 3_600_000);
  otherTab.outbox.send(1, publicReply('two'));
  tab.outbox.send(1, publicReply('three'));
  vi.unstubAllGlobals();
  const { page } = await open();
  await page.runUntilIdle(advance);
  expect(storedReplies()).toEqual(['one', 'two', 'three']);
});

test('editing a reply moves its text before the draft, in one tab only', async () => {
  const tab = await open();
  const key = tab.outbox.send(99, publicReply('to an unknown ticket'));
  await tab.page.runUntilIdle(advance);
  const otherTab = await open();
  tab.page.drafts().reply(99, false).write('And more');
  expect(tab.outbox.edit(key)).toBe(true);
  expect(tab.page.drafts().reply(99, false).text()).toBe('to an unknown ticket\n\nAnd more');
  expect([tab.outbox.pending(), otherTab.outbox.edit(key)]).toEqual([[], false]);
});

test('two tabs send a reply once', async () => {
  const [tab, otherTab] = [await open(), await open()];
  tab.outbox.send(1, publicReply('hello'));
  await advance(20_000);
  expect(replyRequests(otherTab.page)).toHaveLength(0);
  await tab.page.runUntilIdle(advance);
  await advance(20_000);
  await otherTab.page.runUntilIdle(advance);
  expect(replyRequests(otherTab.page)).toHaveLength(0);
  expect(storedReplies()).toEqual(['hello']);
  expect(otherTab.thread.pending).toEqual([]);
});

test('another user of this browser neither sees nor sends the reply', async () => {
  goOffline();
  const { page, outbox } = await open();
  outbox.send(1, publicReply('mine'));
  page.dispose();
  vi.unstubAllGlobals();
  const nextPage = new TestPage(server, ben, storage);
  pages.push(nextPage);
  await nextPage.runUntilIdle(advance);
  expect(nextPage.client.outbox.pending()).toEqual([]);
  expect(storedReplies()).toEqual([]);
});

const unversioned = {
  key: 'k1',
  ticketId: 1,
  writtenAt: 1,
  state: 'queued',
  content: 'from an older build',
  internal: false,
};

test('a reply stored before versions is still pending, and is sent under its key', async () => {
  goOffline();
  storage.set(`helpdesk:outbox:${ada.id}:k1`, JSON.stringify(unversioned));
  const offline = await open();
  expect(offline.outbox.pending(1)).toMatchObject([{ key: 'k1', content: 'from an older build' }]);
  offline.page.dispose();
  vi.unstubAllGlobals();
  const { page } = await open();
  expect(replyRequests(page).map(({ request }) => request.key)).toEqual(['k1']);
  expect(storedReplies()).toEqual(['from an older build']);
});

test('ignores broken stored replies without an error and sends the others', async () => {
  const prefix = `helpdesk:outbox:${ada.id}:`;
  const broken = { '1': '{"key":"1', '2': '{"key":"2"}', '3': '{"version":1,"data":null}', '4': '' };
  for (const [key, text] of Object.entries(broken)) storage.set(prefix + key, text);
  const { outbox, page } = await open();
  expect(outbox.pending()).toEqual([]);
  outbox.send(1, publicReply('hello'));
  await page.runUntilIdle(advance);
  expect(storedReplies()).toEqual(['hello']);
});

test('a failure of the browser’s locks delays a reply and does not stop the outbox', async () => {
  let failures = 1;
  const request = async (_name: string, run: () => Promise<unknown>) => {
    failures -= 1;
    if (failures >= 0) throw new DOMException('The lock manager is gone.', 'InvalidStateError');
    return run();
  };
  vi.stubGlobal('navigator', { onLine: true, locks: { request } });
  const { outbox, page } = await open();
  outbox.send(1, publicReply('hello'));
  await advance(0);
  expect(replyRequests(page)).toEqual([]);
  await advance(2_000);
  await page.runUntilIdle(advance);
  expect(storedReplies()).toEqual(['hello']);
});

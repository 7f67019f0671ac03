import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, TestPage } from '../testing/test-client.ts';

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Opens a thread with eight replies and a status change before each; a page holds three replies. */
async function open() {
  const server = new FakeServer();
  const row = server.create(cleo);
  for (let i = 1; i <= 8; i++) {
    server.changeStatus(row, ben, i % 2 ? 'in_progress' : 'waiting_on_customer');
    server.reply(row, i % 2 ? ben : cleo, String(i));
  }
  const page = new TestPage(server, ada);
  const thread = createRoot(() => page.thread(() => 1));
  await page.runUntilIdle(advance);
  /** The entries as text: a reply's content, or `-` for an activity. */
  const entryText = () =>
    thread.entries.map((entry) => ('reply' in entry ? entry.reply.content : '-')).join('');
  return { server, row, page, thread, entryText };
}

test('the first page holds the latest replies and the activities between them', async () => {
  const { thread, entryText, page } = await open();
  expect(entryText()).toBe('6-7-8');
  expect(thread.hasEarlier).toBe(true);
  page.dispose();
});

test('earlier pages add their activities, and the earliest page all before its first reply', async () => {
  const { page, thread, entryText } = await open();
  thread.loadEarlier();
  await page.runUntilIdle(advance);
  expect(entryText()).toBe('3-4-5-6-7-8');
  thread.loadEarlier();
  await page.runUntilIdle(advance);
  expect(entryText()).toBe('-1-2-3-4-5-6-7-8');
  expect(thread.hasEarlier).toBe(false);
  page.dispose();
});

test('a page with fewer replies than requested is not the last one', async () => {
  const { server, page, thread, entryText } = await open();
  server.maxPageLength = 1;
  const loaded: string[] = [];
  while (thread.hasEarlier) {
    thread.loadEarlier();
    await page.runUntilIdle(advance);
    loaded.push(entryText());
  }
  expect(loaded).toEqual(['5-6-7-8', '4-5-6-7-8', '3-4-5-6-7-8', '2-3-4-5-6-7-8', '-1-2-3-4-5-6-7-8']);
  page.dispose();
});

test('all activities are known after the first page', async () => {
  const { page, server, row, thread } = await open();
  expect(thread.activities).toHaveLength(8);
  server.changeStatus(row, ben, 'in_progress');
  await page.runUntilIdle(advance);
  expect(thread.activities.map(({ kind }) => kind)).toEqual(Array(9).fill('status'));
  page.dispose();
});

test('entries keep their identity when later or earlier ones are added', async () => {
  const { server, row, page, thread } = await open();
  const before = [...thread.entries];
  server.reply(row, cleo, '9');
  thread.loadEarlier();
  await page.runUntilIdle(advance);
  for (const entry of before) expect(thread.entries).toContain(entry);
  page.dispose();
});

test('an unknown ticket is missing, a failed request can be retried', async () => {
  const { page } = await open();
  const missing = createRoot(() => page.thread(() => 99));
  await page.runUntilIdle(advance);
  expect(missing.state).toBe('missing');
  page.server.create(cleo);
  const failed = createRoot(() => page.thread(() => 2));
  page.advanceRequest(1, true);
  await advance(0);
  expect(failed.state).toBe('failed');
  failed.retry();
  await page.runUntilIdle(advance);
  expect(failed.state).toBe('ready');
  page.dispose();
});

/** What a reply of this user sends as the last reply they have seen: its text. */
async function lastSeenBySender({ page, row, thread }: Awaited<ReturnType<typeof open>>) {
  const key = page.client.outbox.send(1, { content: 'mine', internal: false });
  await page.runUntilIdle(advance);
  const missed = thread.pending.find((pending) => pending.key === key)?.missed?.length ?? 0;
  page.client.outbox.discard(key);
  return row.replies.filter(({ author }) => author.id !== ada.id).at(-1 - missed)?.content;
}

test('a reply that arrives is seen only once it was reported as seen', async () => {
  const scene = await open();
  const { page, server, row, thread } = scene;
  for (const entry of thread.entries) if (entry.kind === 'reply') thread.markSeen(entry.reply);
  server.reply(row, ben, 'arrived');
  page.relayEvents();
  await page.runUntilIdle(advance);
  expect(thread.entries.at(-1)).toMatchObject({ reply: { content: 'arrived' } });
  expect(await lastSeenBySender(scene)).toBe('8');
  const last = thread.entries.at(-1);
  if (last?.kind === 'reply') thread.markSeen(last.reply);
  expect(await lastSeenBySender(scene)).toBe('arrived');
  page.dispose();
});

test('an earlier reply in view does not take back a later one', async () => {
  const scene = await open();
  const replies = scene.thread.entries.flatMap((entry) => (entry.kind === 'reply' ? entry.reply : []));
  for (const reply of replies.toReversed()) scene.thread.markSeen(reply);
  expect(await lastSeenBySender(scene)).toBe('8');
  scene.page.dispose();
});

test('a missed reply that the refusal showed is seen, although it is not loaded', async () => {
  const scene = await open();
  const { server, row, thread, page } = scene;
  for (const entry of thread.entries) if (entry.kind === 'reply') thread.markSeen(entry.reply);
  const missed = server.reply(row, ben, 'not received');
  thread.markSeen(missed);
  expect(await lastSeenBySender(scene)).toBe('not received');
  page.dispose();
});

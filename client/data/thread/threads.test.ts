import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, TestPage } from '../testing/test-client.ts';

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Eight replies and a move between each two; pages of three replies. */
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
  const words = () => thread.entries.map((entry) => ('reply' in entry ? entry.reply.content : '-')).join('');
  return { server, row, page, thread, words };
}

test('the latest replies come first, with what happened between them and nothing from before', async () => {
  const { thread, words, page } = await open();
  expect(words()).toBe('6-7-8');
  expect(thread.hasEarlier).toBe(true);
  page.dispose();
});

test('earlier pages bring the lines between their replies, and the first everything', async () => {
  const { page, thread, words } = await open();
  thread.loadEarlier();
  await page.runUntilIdle(advance);
  expect(words()).toBe('3-4-5-6-7-8');
  thread.loadEarlier();
  await page.runUntilIdle(advance);
  expect(words()).toBe('-1-2-3-4-5-6-7-8');
  expect(thread.hasEarlier).toBe(false);
  page.dispose();
});

test('what was done is known whole from the first page on', async () => {
  const { page, server, row, thread } = await open();
  expect(thread.activities).toHaveLength(8);
  server.changeStatus(row, ben, 'in_progress');
  await page.runUntilIdle(advance);
  expect(thread.activities.map(({ kind }) => kind)).toEqual(Array(9).fill('status'));
  page.dispose();
});

test('entries keep their identity, whatever comes after or before them', async () => {
  const { server, row, page, thread } = await open();
  const before = [...thread.entries];
  server.reply(row, cleo, '9');
  thread.loadEarlier();
  await page.runUntilIdle(advance);
  for (const entry of before) expect(thread.entries).toContain(entry);
  page.dispose();
});

test('a thread that is not there is missing, one that could not be fetched can be tried again', async () => {
  const { page } = await open();
  const missing = createRoot(() => page.thread(() => 99));
  await page.runUntilIdle(advance);
  expect(missing.state).toBe('missing');
  page.server.create(cleo);
  const late = createRoot(() => page.thread(() => 2));
  page.advanceRequest(1, true);
  await advance(0);
  expect(late.state).toBe('failed');
  late.retry();
  await page.runUntilIdle(advance);
  expect(late.state).toBe('ready');
  page.dispose();
});

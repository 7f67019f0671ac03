import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, TestPage } from '../testing/test-client.ts';
import type { Thread } from '../thread/threads.ts';

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let server: FakeServer;
let page: TestPage;
let thread: Thread;
const row = () => {
  const found = server.rows[0];
  if (!found) throw new Error('No ticket.');
  return found;
};

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  server.create(cleo);
  page = new TestPage(server, ada);
  thread = createRoot(() => page.thread(() => 1));
  await page.runUntilIdle(advance);
});
afterEach(() => {
  page.dispose();
  vi.useRealTimers();
});

test('taking a ticket shows at once, with what it does to the status', async () => {
  const taking = page.commands().assign(1);
  expect(thread.ticket).toMatchObject({ agent: { name: 'Ada' }, status: 'in_progress' });
  await page.runUntilIdle(advance);
  await taking;
  expect(thread.ticket).toMatchObject({ agent: { name: 'Ada' }, status: 'in_progress' });
});

test('somebody was faster: taken back, and the refusal names them', async () => {
  server.assign(row(), ben, ben);
  const taking = page
    .commands()
    .assign(1)
    .catch((refused) => refused.problem);
  await page.runUntilIdle(advance);
  expect(await taking).toMatchObject({ code: 'already_assigned', agent: { name: 'Ben' } });
  expect(thread.ticket?.agent).toEqual({ id: ben.id, name: 'Ben' });
});

test('a status changed meanwhile refuses the move; anything else does not stand in its way', async () => {
  server.changePriority(row(), ben, 'high');
  const moving = page.commands().changeStatus(1, 'in_progress');
  await page.runUntilIdle(advance);
  await moving;
  expect(row().status).toBe('in_progress');
  server.changeStatus(row(), ben, 'resolved');
  const late = page
    .commands()
    .changeStatus(1, 'waiting_on_customer')
    .catch((refused) => refused.problem.code);
  await page.runUntilIdle(advance);
  expect(await late).toBe('version_conflict');
  expect(thread.ticket?.status).toBe('resolved');
});

test('an event that arrives while a change is on its way neither undoes it nor is lost', async () => {
  const change = page.commands().changePriority(1, 'high');
  server.changeStatus(row(), ben, 'in_progress');
  page.relayEvents();
  page.deliverFrame();
  await advance(20);
  expect(thread.ticket).toMatchObject({ status: 'in_progress', priority: 'high' });
  await page.runUntilIdle(advance);
  await change;
  expect(thread.ticket).toMatchObject({ status: 'in_progress', priority: 'high' });
});

test('a thread opened with news marks where they begin, and is read', async () => {
  server.create(cleo);
  const other = server.rows[1];
  if (!other) return;
  const [, second] = ['one', 'two', 'three'].map((words) => server.reply(other, cleo, words));
  server.moveReadMark(ada, 2, other.replies[0]?.id ?? null);
  const opened = createRoot(() => page.thread(() => 2));
  await page.runUntilIdle(advance);
  expect(opened.firstUnreadId).toBe(second?.id);
  expect(opened.ticket?.unread).toBe(0);
  expect(server.unread(ada, other)).toBe(0);
});

test('marked unread, an open thread stays so until it is opened again', async () => {
  server.reply(row(), cleo, 'hello');
  await page.runUntilIdle(advance);
  expect(thread.ticket?.unread).toBe(0);
  page.client.markUnread(1);
  expect(thread.ticket?.unread).toBe(1);
  await page.runUntilIdle(advance);
  expect(thread.ticket?.unread).toBe(server.unread(ada, row()));
  expect(server.unread(ada, row())).toBeGreaterThan(0);
});

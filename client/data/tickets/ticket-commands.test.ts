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

test('an assignment is visible at once, with its status change', async () => {
  const assignment = page.commands().assign(1);
  expect(thread.ticket).toMatchObject({ agent: { name: 'Ada' }, status: 'in_progress' });
  await page.runUntilIdle(advance);
  await assignment;
  expect(thread.ticket).toMatchObject({ agent: { name: 'Ada' }, status: 'in_progress' });
});

test('an assignment refused because of another agent is reverted, and the error names the agent', async () => {
  server.assign(row(), ben, ben);
  const assignment = page
    .commands()
    .assign(1)
    .catch((error) => error.problem);
  await page.runUntilIdle(advance);
  expect(await assignment).toMatchObject({ code: 'already_assigned', agent: { name: 'Ben' } });
  expect(thread.ticket?.agent).toEqual({ id: ben.id, name: 'Ben' });
});

test('a status change is refused after another status change, but not after other changes', async () => {
  server.changePriority(row(), ben, 'high');
  const change = page.commands().changeStatus(1, 'in_progress');
  await page.runUntilIdle(advance);
  await change;
  expect(row().status).toBe('in_progress');
  server.changeStatus(row(), ben, 'resolved');
  const refusal = page
    .commands()
    .changeStatus(1, 'waiting_on_customer')
    .catch((error) => error.problem.code);
  await page.runUntilIdle(advance);
  expect(await refusal).toBe('version_conflict');
  expect(thread.ticket?.status).toBe('resolved');
});

test('an event that arrives during a command is applied and does not revert it', async () => {
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

test('opening a thread shows its first unread reply and marks it as read', async () => {
  server.create(cleo);
  const other = server.rows[1];
  if (!other) return;
  const [, second] = ['one', 'two', 'three'].map((content) => server.reply(other, cleo, content));
  server.moveReadMark(ada, 2, other.replies[0]?.id ?? null);
  const otherThread = createRoot(() => page.thread(() => 2));
  await page.runUntilIdle(advance);
  expect(otherThread.firstUnreadId).toBe(second?.id);
  expect(otherThread.ticket?.unread).toBe(0);
  expect(server.unread(ada, other)).toBe(0);
});

test('an open thread marked unread stays unread until it is opened again', async () => {
  server.reply(row(), cleo, 'hello');
  await page.runUntilIdle(advance);
  expect(thread.ticket?.unread).toBe(0);
  page.client.markUnread(1);
  expect(thread.ticket?.unread).toBe(1);
  await page.runUntilIdle(advance);
  expect(thread.ticket?.unread).toBe(server.unread(ada, row()));
  expect(server.unread(ada, row())).toBeGreaterThan(0);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, TestPage } from '../testing/test-client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function open() {
  const server = new FakeServer();
  const page = new TestPage(server, ada);
  await page.runUntilIdle(advance);
  const unread = async () => {
    await page.runUntilIdle(advance);
    expect(page.client.counts()).toEqual(server.counts(ada));
    return page.client.counts()?.unread;
  };
  /** The number right after the events, before any request. */
  const unreadAtOnce = async () => {
    page.relayEvents();
    while (page.frames.length > 0) page.deliverFrame();
    await advance(20);
    return page.client.counts()?.unread;
  };
  const countRequests = () => page.requests.filter(({ name }) => name === 'countTickets').length;
  return { server, page, unread, unreadAtOnce, countRequests };
}

test('a new ticket is unread until it is opened, then until it is marked unread', async () => {
  const { server, page, unread } = await open();
  const row = server.create(cleo);
  expect(await unread()).toBe(1);
  page.thread(() => row.id);
  expect(await unread()).toBe(0);
  page.client.markUnread(row.id);
  expect(await unread()).toBe(1);
  page.dispose();
});

test('an unread ticket counts while it is unresolved, and mine or unassigned, without a request', async () => {
  const { server, page, unread, unreadAtOnce, countRequests } = await open();
  const row = server.create(cleo);
  expect(await unread()).toBe(1);
  const before = countRequests();
  server.assign(row, ben, ben);
  expect(await unreadAtOnce()).toBe(0);
  server.assign(row, ben, null);
  expect(await unreadAtOnce()).toBe(1);
  server.assign(row, ada, ada);
  expect(await unreadAtOnce()).toBe(1);
  server.changeStatus(row, ben, 'resolved');
  expect(await unreadAtOnce()).toBe(0);
  server.changeStatus(row, cleo, 'reopened');
  expect(await unreadAtOnce()).toBe(1);
  expect(await unread()).toBe(1);
  expect(countRequests()).toBe(before);
  page.dispose();
});

test('a ticket resolved by its response before the event, and read in between, counts no more', async () => {
  const { server, page, unread } = await open();
  const row = server.create(cleo);
  expect(await unread()).toBe(1);
  page.commands().changeStatus(row.id, 'resolved');
  while (page.pendingRequests.length > 0) page.advanceRequest(0);
  await advance(0);
  page.thread(() => row.id);
  expect(await unread()).toBe(0);
  page.dispose();
});

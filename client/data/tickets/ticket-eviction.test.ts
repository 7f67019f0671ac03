import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, TestPage } from '../testing/test-client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('keeps the tickets of a list and a thread, removes the others, and stores them again with their next event', async () => {
  const server = new FakeServer();
  for (let i = 0; i < 3; i += 1) server.create(cleo, 'cat', 'high');
  const page = new TestPage(server, ada, undefined, 3, 4);
  createRoot(() => {
    page.client.list(() => ({ filter: { priority: ['high'] }, sort: 'updated' }));
    page.thread(() => 1);
  });
  await page.runUntilIdle(advance);
  for (let i = 0; i < 9; i += 1) server.create(cleo, 'dog', 'low');
  await page.runUntilIdle(advance);
  const known = () => server.rows.map(({ id }) => id).filter((id) => page.client.ticket(id));
  expect(known()).toEqual([1, 2, 3]);

  const row = server.rows.at(-1);
  if (row) server.reply(row, cleo, 'Hello');
  page.relayEvents();
  page.deliverFrame();
  await advance(20);
  expect(known()).toEqual([1, 2, 3, 12]);
  page.dispose();
});

test('a ticket that was removed shows its unread count when it enters a list', async () => {
  const server = new FakeServer();
  const page = new TestPage(server, ada, undefined, 3, 2);
  const list = createRoot(() =>
    page.client.list(() => ({ filter: { priority: ['high'] }, sort: 'updated' })),
  );
  await page.runUntilIdle(advance);
  const rows = Array.from({ length: 4 }, () => server.create(cleo, 'dog', 'low'));
  const [row] = rows;
  if (row) server.reply(row, cleo, 'Hello');
  await page.runUntilIdle(advance);
  expect(page.client.ticket(1)).toBeUndefined();
  if (row) server.changePriority(row, ben, 'high');
  await page.runUntilIdle(advance);
  expect(list.tickets.map(({ id, unread }) => [id, unread])).toEqual([[1, 2]]);
  page.dispose();
});

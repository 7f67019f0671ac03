import { createRoot, createSignal } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { STATUSES, type Status } from '../../../../shared/vocabulary.ts';
import { FakeServer } from '../../testing/fake-server.ts';
import { ada, ben, cleo, TestPage } from '../../testing/test-client.ts';
import type { ListQuery } from '../list-query.ts';
import { createStatusTotals } from './status-totals.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);

const EVERYTHING: ListQuery = { filter: {}, sort: 'updated' };

/** A client with pages of three tickets, and the totals of a list. */
async function open(first: ListQuery, ticketCount: number) {
  const server = new FakeServer();
  for (let i = 0; i < ticketCount; i += 1) server.create(cleo, i % 2 ? 'cat' : 'dog');
  const page = new TestPage(server, ada);
  const [query, setQuery] = createSignal(first);
  const totals = createRoot(() => page.client.use(createStatusTotals).open(query, () => STATUSES));
  await page.runUntilIdle(advance);
  const expected = () => {
    const { filter, q } = query();
    const count = (status: Status[]) => server.list(ada, { q, assignee: filter.assignee, status }, 1).total;
    return {
      ...Object.fromEntries(STATUSES.map((status) => [status, count([status])])),
      all: count([...STATUSES]),
    };
  };
  const requestCount = () => page.requests.filter(({ name }) => name === 'listTickets').length;
  const row = (index: number) => {
    const found = server.rows[index];
    if (!found) throw new Error(`No ticket at ${index}.`);
    return found;
  };
  const change = () => {
    server.assign(row(0), ben, ada);
    server.changeStatus(row(1), ben, 'resolved');
    server.assign(row(2), ben, ben);
    server.reply(row(0), ben, 'cat', { status: 'waiting_on_customer' });
  };
  return { server, page, totals, setQuery, expected, requestCount, row, change };
}

test('a list of one page is counted without a further request, also after events', async () => {
  const { page, totals, expected, requestCount, change } = await open(EVERYTHING, 3);
  expect(totals()).toEqual(expected());
  expect(requestCount()).toBe(1);
  change();
  await page.runUntilIdle(advance);
  expect(totals()).toEqual({ ...expected(), all: 3 });
  expect(requestCount()).toBe(1);
  page.dispose();
});

test('a longer list needs one request per status, once; events keep the totals exact', async () => {
  const { page, server, totals, expected, requestCount, change } = await open(EVERYTHING, 9);
  expect(totals()).toEqual(expected());
  expect(requestCount()).toBe(1 + STATUSES.length);
  change();
  for (let i = 0; i < 4; i += 1) server.create(cleo);
  page.relayEvents();
  while (page.frames.length > 0) page.deliverFrame();
  await advance(20);
  expect(totals()).toEqual(expected());
  await page.runUntilIdle(advance);
  expect(totals()).toEqual(expected());
  page.dispose();
});

test('the totals of an assignee follow the tickets that come and go', async () => {
  const { page, server, totals, expected, row } = await open(
    { filter: { assignee: 'me' }, sort: 'updated' },
    9,
  );
  for (let i = 0; i < 6; i += 1) {
    server.assign(row(i), ben, ada);
    await page.runUntilIdle(advance);
    expect(totals()).toEqual(expected());
  }
  for (let i = 0; i < 6; i += 1) {
    server.assign(row(i), ben, null);
    await page.runUntilIdle(advance);
    expect(totals()).toEqual(expected());
  }
  page.dispose();
});

test('the totals follow the search text', async () => {
  const { page, totals, setQuery, expected } = await open(EVERYTHING, 9);
  setQuery({ ...EVERYTHING, q: 'cat' });
  expect(totals()).toEqual({});
  await page.runUntilIdle(advance);
  expect(totals()).toEqual({ ...expected(), open: 4, all: 4 });
  page.dispose();
});

test('a search of many tickets stays below 300 requests a minute under constant events, and is exact after them', async () => {
  const { page, server, totals, expected, requestCount, row } = await open({ ...EVERYTHING, q: 'cat' }, 20);
  const before = requestCount();
  for (let second = 0; second < 60; second += 1) {
    for (let n = 0; n < 20; n += 1) server.reply(row(n), cleo, 'cat');
    await page.runUntilIdle(advance, 10);
  }
  expect(requestCount() - before).toBeLessThan(200);
  server.changeStatus(row(1), ben, 'resolved');
  await page.runUntilIdle(advance, 60);
  expect(totals()).toEqual(expected());
  page.dispose();
});

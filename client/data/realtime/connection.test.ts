import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo, dan, TestPage } from '../testing/test-client.ts';

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms);
let server: FakeServer;
let page: TestPage;

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  for (const customer of [cleo, dan, cleo]) server.create(customer);
  page = new TestPage(server, ada);
});
afterEach(() => {
  page.dispose();
  vi.useRealTimers();
});
const list = () => createRoot(() => page.client.list(() => ({ filter: {}, sort: 'updated' })));

test('a reconnect reports how many events it received', async () => {
  await page.runUntilIdle(advance);
  expect(page.client.connection()).toMatchObject({ state: 'live', caughtUp: 0 });
  page.disconnect();
  expect(page.client.connection().state).toBe('reconnecting');
  for (let i = 0; i < 4; i++) server.create(dan);
  page.reconnect();
  await page.runUntilIdle(advance);
  expect(page.client.connection()).toMatchObject({ state: 'live', caughtUp: 4, gaps: 0 });
});

test('a clock that is set does not change how long a connection is interrupted', async () => {
  await page.runUntilIdle(advance);
  page.disconnect();
  await advance(3_000);
  vi.setSystemTime(Date.now() - 3 * 3_600_000);
  expect(performance.now() - page.client.connection().since).toBe(3_000);
});

test('a gap is counted and filled', async () => {
  const tickets = list();
  await page.runUntilIdle(advance);
  server.create(dan);
  page.relayEvents();
  page.deliverFrame('lost');
  server.create(dan);
  await page.runUntilIdle(advance);
  expect(page.client.connection().gaps).toBe(1);
  expect(tickets.total).toBe(5);
});

test('`stale` discards all data and loads it again, even tickets with a lower version', async () => {
  const tickets = list();
  const thread = createRoot(() => page.thread(() => 1));
  const row = server.rows[0];
  if (row) server.reply(row, ben, 'not in the restored database');
  await page.runUntilIdle(advance);
  expect(thread.entries).toHaveLength(1);
  // An older database after a restore: fewer events, lower versions, other texts.
  const restored = new FakeServer();
  restored.create(dan, 'Restored');
  Object.assign(page, { server: restored });
  page.emitFromServer('stale', { seq: 1 });
  page.emitFromServer('ready', { seq: 1, log: 'another', build: 'b' });
  await page.runUntilIdle(advance);
  expect(tickets.tickets.map(({ id, version }) => [id, version])).toEqual([[1, 1]]);
  expect(thread.entries).toEqual([]);
  expect(thread.ticket?.description).toBe('Restored');
  expect(page.client.counts()?.status.open).toBe(1);
});

test('reports a newer build of the server after it connects', async () => {
  await page.runUntilIdle(advance);
  expect(page.client.connection().newBuild).toBe(false);
  page.emitFromServer('ready', { seq: server.log.length, log: 'l', build: 'newer' });
  await page.runUntilIdle(advance);
  expect(page.client.connection().newBuild).toBe(true);
});

test('listeners receive an event after it was applied, with its origin', async () => {
  const tickets = list();
  await page.runUntilIdle(advance);
  const received: unknown[] = [];
  createRoot(() =>
    page.client.onEvent(({ event, mine, replayed }) =>
      received.push([event.type, mine, replayed, tickets.total]),
    ),
  );
  server.create(dan);
  await page.runUntilIdle(advance);
  expect(received).toEqual([['ticket.created', false, false, 4]]);
});

test('presence omits the user, and is empty after a disconnect', async () => {
  await page.runUntilIdle(advance);
  const viewers = [ada, ben].map(({ id, name }) => ({ user: { id, name }, state: 'viewing' }));
  page.emitFromServer('presence', { ticketId: 1, viewers });
  await page.runUntilIdle(advance);
  expect(page.client.presence(1).viewers).toMatchObject([{ user: { name: 'Ben' } }]);
  page.disconnect();
  expect(page.client.presence(1).viewers).toEqual([]);
});

test('a presence snapshot replaces the state of every ticket in it', async () => {
  await page.runUntilIdle(advance);
  const viewing = (user: typeof ada) => ({ user: { id: user.id, name: user.name }, state: 'viewing' });
  page.emitFromServer('presence:snapshot', {
    tickets: [
      { ticketId: 1, viewers: [viewing(ada), viewing(ben)] },
      { ticketId: 2, viewers: [viewing(ben)] },
    ],
  });
  await page.runUntilIdle(advance);
  expect(page.client.presence(1).viewers).toMatchObject([{ user: { name: 'Ben' } }]);
  expect(page.client.presence(2).viewers).toMatchObject([{ user: { name: 'Ben' } }]);
});

test('a replay that ends too early counts as a gap and is completed', async () => {
  const tickets = list();
  await page.runUntilIdle(advance);
  page.disconnect();
  server.create(dan);
  page.reconnect();
  await advance(0);
  page.deliverFrame('lost');
  await page.runUntilIdle(advance);
  expect(page.client.connection().gaps).toBe(1);
  expect(tickets.total).toBe(4);
});

test('a ticket read elsewhere while offline counts as unread again after the next reply', async () => {
  const [row] = server.rows;
  if (!row) return;
  for (const { id } of server.rows) server.moveReadMark(ada, id, 'description');
  const last = server.reply(row, cleo, 'hello');
  const dispose = createRoot((end) => {
    page.client.list(() => ({ filter: {}, sort: 'updated' }));
    return end;
  });
  await page.runUntilIdle(advance);
  dispose();
  page.disconnect();
  server.moveReadMark(ada, row.id, last.id);
  page.reconnect();
  await page.runUntilIdle(advance);
  expect(page.client.counts()?.unread).toBe(0);
  server.reply(row, cleo, 'still there?');
  await page.runUntilIdle(advance);
  expect(page.client.counts()?.unread).toBe(1);
});

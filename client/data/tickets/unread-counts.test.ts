import { expect, test } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo } from '../testing/test-client.ts';
import { createTicketStore } from './ticket-store.ts';
import { createUnreadCounts } from './unread-counts.ts';

/** Ticket 1 with a reply by Ben (event 2) and a reply by its customer (event 3). */
function open() {
  const server = new FakeServer();
  const row = server.create(cleo);
  server.reply(row, ben, 'hello');
  server.reply(row, cleo, 'still broken');
  const [created, second, third] = server.events(ada);
  if (!created || !second || !third) throw new Error('The fake server has fewer than three events.');
  const store = createTicketStore();
  store.put(third.ticket);
  return {
    store,
    unread: createUnreadCounts(ada, store),
    created,
    second,
    third,
    count: () => store.peek(1)?.unread,
  };
}

test('a new ticket is one unread entry for an agent, and each reply by another user adds one', () => {
  const { unread, count, created, second, third } = open();
  for (const event of [created, second, third]) unread.receive(event);
  expect(count()).toBe(3);
  expect(unread.uncertainIds([1])).toEqual([]);
});

test('an event that a response already includes is not counted again', () => {
  const { unread, count, third } = open();
  unread.setFromServer(1, 2, 3, unread.clock());
  expect(unread.receive(third)).toEqual({ was: undefined, is: true, readLater: true });
  expect(count()).toBe(2);
});

test('a response older than the applied events is ignored', () => {
  const { unread, count, second, third } = open();
  unread.setFromServer(1, 0, 1, unread.clock());
  unread.receive(second);
  unread.receive(third);
  unread.setFromServer(1, 1, 2, unread.clock());
  expect(count()).toBe(2);
});

test('a reply to a ticket with an unknown count makes it at least one and uncertain', () => {
  const { unread, third } = open();
  expect(unread.receive(third)).toEqual({ was: undefined, is: true });
  expect(unread.uncertainIds([1])).toEqual([1]);
});

test('a response requested during a read mark request is ignored', () => {
  const { unread, count } = open();
  unread.setFromServer(1, 2, 3, unread.clock());
  const finishMark = unread.beginMarkRequest(1);
  unread.applyReadMark(1, 3);
  const askedAt = unread.clock();
  unread.setFromServer(1, 2, 3, askedAt);
  finishMark();
  unread.setFromServer(1, 2, 3, askedAt);
  expect(count()).toBe(0);
});

test('a read mark older than the known events makes the count uncertain', () => {
  const { unread } = open();
  unread.setFromServer(1, 2, 3, unread.clock());
  unread.applyReadMark(1, 2);
  expect(unread.uncertainIds([1])).toEqual([1]);
});

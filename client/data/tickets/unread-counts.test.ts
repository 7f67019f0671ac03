import { expect, test } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { ada, ben, cleo } from '../testing/test-client.ts';
import { createTicketStore } from './ticket-store.ts';
import { createUnreadCounts } from './unread-counts.ts';

/** Ticket 1 with an answer by Ben (event 2) and a question by its customer (event 3). */
function open() {
  const server = new FakeServer();
  const row = server.create(cleo);
  server.reply(row, ben, 'hello');
  server.reply(row, cleo, 'still broken');
  const [created, second, third] = server.events(ada);
  if (!created || !second || !third) throw new Error('Three events.');
  const store = createTicketStore();
  store.put(third.ticket);
  return {
    store,
    unread: createUnreadCounts(ada, store),
    created,
    second,
    third,
    shown: () => store.peek(1)?.unread,
  };
}

test('each reply by somebody else is one more', () => {
  const { unread, shown, created, second, third } = open();
  for (const event of [created, second, third]) unread.receive(event);
  expect(shown()).toBe(2);
  expect(unread.uncertainIds([1])).toEqual([]);
});

test('an answer that holds an event is not counted again when the event comes', () => {
  const { unread, shown, third } = open();
  unread.setFromServer(1, 2, 3, unread.clock());
  expect(unread.receive(third)).toEqual({ was: undefined, is: true });
  expect(shown()).toBe(2);
});

test('an answer the events have overtaken is not taken', () => {
  const { unread, shown, second, third } = open();
  unread.setFromServer(1, 0, 1, unread.clock());
  unread.receive(second);
  unread.receive(third);
  unread.setFromServer(1, 1, 2, unread.clock());
  expect(shown()).toBe(2);
});

test('what came for a ticket nobody had read is at least one, and asked for', () => {
  const { unread, third } = open();
  expect(unread.receive(third)).toEqual({ was: undefined, is: true });
  expect(unread.uncertainIds([1])).toEqual([1]);
});

test('an answer read while a mark moves is not taken', () => {
  const { unread, shown } = open();
  unread.setFromServer(1, 2, 3, unread.clock());
  const moved = unread.beginMarkRequest(1);
  unread.applyReadMark(1, 3);
  const askedAt = unread.clock();
  unread.setFromServer(1, 2, 3, askedAt);
  moved();
  unread.setFromServer(1, 2, 3, askedAt);
  expect(shown()).toBe(0);
});

test('a mark that reaches less far than what is known leaves it to the server', () => {
  const { unread } = open();
  unread.setFromServer(1, 2, 3, unread.clock());
  unread.applyReadMark(1, 2);
  expect(unread.uncertainIds([1])).toEqual([1]);
});

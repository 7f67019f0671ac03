import { expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { cleo } from '../testing/test-client.ts';
import { createEventStream, type TicketEvent } from './event-stream.ts';

/** A log of six events, and a stream that writes down what it applies. */
function open() {
  const server = new FakeServer();
  for (let i = 0; i < 6; i++) server.create(cleo);
  const log = server.events({ ...cleo, role: 'agent' });
  const applied: number[] = [];
  const onLost = vi.fn();
  const fetchAfter = vi.fn(async (after: number) => ({
    events: log.slice(after, after + 2),
    seq: log.length,
  }));
  const stream = createEventStream({
    apply: ({ seq }) => applied.push(seq),
    fetchAfter,
    onUnrecoverable: onLost,
  });
  const hear = (...seqs: number[]) =>
    stream.receive(
      seqs.map((seq) => log[seq - 1]).filter((event): event is TicketEvent => event !== undefined),
      false,
    );
  return { stream, applied, onLost, fetchAfter, hear };
}

test('events are applied once and in order', () => {
  const { stream, applied, hear } = open();
  stream.accepts(2);
  hear(3, 4);
  hear(4, 3, 5);
  expect(applied).toEqual([3, 4, 5]);
  expect(stream.gaps()).toBe(0);
});

test('a hole is a fault: said, and mended by fetching before what comes after it is applied', async () => {
  const { stream, applied, hear, fetchAfter } = open();
  stream.accepts(0);
  hear(1);
  hear(5);
  expect(applied).toEqual([1]);
  await vi.waitFor(() => expect(applied).toEqual([1, 2, 3, 4, 5]));
  expect(stream.gaps()).toBe(1);
  expect(fetchAfter.mock.calls.map(([after]) => after)).toEqual([1, 3]);
});

test('a hole at the very end shows when the server says how far it sent', async () => {
  const { stream, applied } = open();
  stream.accepts(4);
  stream.confirmUpTo(6);
  await vi.waitFor(() => expect(applied).toEqual([5, 6]));
});

test('what could not be mended for want of a network is mended at the next word', async () => {
  const { stream, applied, hear, fetchAfter } = open();
  fetchAfter.mockRejectedValueOnce(new Error('offline'));
  stream.accepts(0);
  hear(2);
  await vi.waitFor(() => expect(fetchAfter).toHaveBeenCalledOnce());
  await Promise.resolve();
  stream.confirmUpTo(6);
  await vi.waitFor(() => expect(applied).toEqual([1, 2, 3, 4, 5, 6]));
});

test('data from before the stream began are not enough', () => {
  const { stream } = open();
  expect(stream.accepts(3)).toBe(true);
  expect(stream.accepts(2)).toBe(false);
  expect(stream.accepts(4)).toBe(true);
  expect(stream.cursor()).toBe(3);
});

test('a server that knows less than we do has another log', () => {
  const { stream, onLost } = open();
  stream.accepts(5);
  stream.confirmUpTo(3);
  expect(onLost).toHaveBeenCalledOnce();
});

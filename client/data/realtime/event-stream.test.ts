import { expect, test, vi } from 'vitest';
import { FakeServer } from '../testing/fake-server.ts';
import { cleo } from '../testing/test-client.ts';
import { createEventStream, type TicketEvent } from './event-stream.ts';

/** A log of six events, and a stream that records which it applies. */
function open() {
  const server = new FakeServer();
  for (let i = 0; i < 6; i++) server.create(cleo);
  const log = server.events({ ...cleo, role: 'agent' });
  const applied: number[] = [];
  const onUnrecoverable = vi.fn();
  const fetchAfter = vi.fn(async (after: number) => ({
    events: log.slice(after, after + 2),
    seq: log.length,
  }));
  const stream = createEventStream({
    apply: ({ seq }) => applied.push(seq),
    fetchAfter,
    onUnrecoverable,
  });
  const receive = (...seqs: number[]) =>
    stream.receive(
      seqs.map((seq) => log[seq - 1]).filter((event): event is TicketEvent => event !== undefined),
      false,
    );
  return { stream, applied, onUnrecoverable, fetchAfter, receive };
}

test('applies each event once and in order', () => {
  const { stream, applied, receive } = open();
  stream.accepts(2);
  receive(3, 4);
  receive(4, 3, 5);
  expect(applied).toEqual([3, 4, 5]);
  expect(stream.gaps()).toBe(0);
});

test('counts a gap and fetches the missing events before it applies the later ones', async () => {
  const { stream, applied, receive, fetchAfter } = open();
  stream.accepts(0);
  receive(1);
  receive(5);
  expect(applied).toEqual([1]);
  await vi.waitFor(() => expect(applied).toEqual([1, 2, 3, 4, 5]));
  expect(stream.gaps()).toBe(1);
  expect(fetchAfter.mock.calls.map(([after]) => after)).toEqual([1, 3]);
});

test('detects missing events at the end when the server confirms a higher seq', async () => {
  const { stream, applied } = open();
  stream.accepts(4);
  stream.confirmUpTo(6);
  await vi.waitFor(() => expect(applied).toEqual([5, 6]));
});

test('fills a gap after the next confirmation when the first request failed', async () => {
  const { stream, applied, receive, fetchAfter } = open();
  fetchAfter.mockRejectedValueOnce(new Error('offline'));
  stream.accepts(0);
  receive(2);
  await vi.waitFor(() => expect(fetchAfter).toHaveBeenCalledOnce());
  await Promise.resolve();
  stream.confirmUpTo(6);
  await vi.waitFor(() => expect(applied).toEqual([1, 2, 3, 4, 5, 6]));
});

test('does not accept data older than the start of the stream', () => {
  const { stream } = open();
  expect(stream.accepts(3)).toBe(true);
  expect(stream.accepts(2)).toBe(false);
  expect(stream.accepts(4)).toBe(true);
  expect(stream.cursor()).toBe(3);
});

test('a confirmed seq below the cursor is unrecoverable: the server has another log', () => {
  const { stream, onUnrecoverable } = open();
  stream.accepts(5);
  stream.confirmUpTo(3);
  expect(onUnrecoverable).toHaveBeenCalledOnce();
});

test('a gap that the server cannot fill is unrecoverable, and is requested once', async () => {
  const { stream, applied, onUnrecoverable, fetchAfter, receive } = open();
  fetchAfter.mockResolvedValueOnce({ events: [], seq: 6 });
  stream.accepts(0);
  receive(3);
  await vi.waitFor(() => expect(onUnrecoverable).toHaveBeenCalled());
  await new Promise((resolve) => setTimeout(resolve));
  expect(onUnrecoverable).toHaveBeenCalledOnce();
  expect(fetchAfter).toHaveBeenCalledOnce();
  expect(applied).toEqual([]);
});

import { expect, test, vi } from 'vitest';
import type { Call } from '../http/request.ts';
import { createEventStream } from '../realtime/event-stream.ts';
import { createConsistentReader } from './consistent-read.ts';

/** A reader whose server answers with these seqs, one after the other, and then with the last one. */
function open(...seqs: number[]) {
  const stream = createEventStream({
    apply: () => {},
    fetchAfter: async () => ({ events: [], seq: 0 }),
    onUnrecoverable: () => {},
  });
  const request = vi.fn(async () => ({ seq: seqs.length > 1 ? seqs.shift() : seqs[0] }));
  const reset = vi.fn(() => stream.restart());
  // Seam: as much of a response as the reader uses.
  const read = createConsistentReader(request as unknown as Call, stream, reset);
  return { stream, request, reset, read: () => read('countTickets', {}) };
}

test('returns the first response and starts the stream there', async () => {
  const { stream, request, read } = open(5);
  expect(await read()).toEqual({ seq: 5 });
  expect([stream.cursor(), request.mock.calls.length]).toEqual([5, 1]);
});

test('reads again if the response is older than the start of the stream', async () => {
  const { stream, request, reset, read } = open(4, 5);
  stream.accepts(5);
  expect(await read()).toEqual({ seq: 5 });
  expect([request.mock.calls.length, reset.mock.calls.length]).toEqual([2, 0]);
});

test('starts over if the server stays behind, as after a restored backup, and sends no endless requests', async () => {
  const { stream, request, reset, read } = open(2);
  stream.accepts(5);
  expect(await read()).toEqual({ seq: 2 });
  expect(stream.cursor()).toBe(2);
  expect([request.mock.calls.length, reset.mock.calls.length]).toEqual([3, 1]);
});

import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

/** A response of which only the end matters. */
function createResponse() {
  const events = new EventEmitter();
  const response = Object.assign(events, {
    closed: false,
    end() {
      response.closed = true;
      events.emit('close');
    },
  });
  return response as typeof response & ServerResponse;
}

const [MAYA, LENA] = [1, 2];

it('HT-6 one response per user runs, the others in order of arrival', async () => {
  const takeTurn = createTurns();
  const order: number[] = [];
  const responses = [0, 1, 2].map(createResponse);
  for (const [i, response] of responses.entries()) void takeTurn(MAYA, response).then(() => order.push(i));
  await takeTurn(LENA, createResponse());
  expect(order).toEqual([0]);
  for (const response of responses) {
    response.end();
    await nextTurn();
  }
  expect(order).toEqual([0, 1, 2]);
});

it('HT-6 a response that closes while it waits is skipped', async () => {
  const takeTurn = createTurns();
  const [first, second, third] = [createResponse(), createResponse(), createResponse()];
  await takeTurn(MAYA, first);
  const gone = takeTurn(MAYA, second).catch(() => 'gone');
  const last = takeTurn(MAYA, third);
  second.end();
  expect(await gone).toBe('gone');
  first.end();
  await last;
});

it('HT-6 a response waits for a limited time, and a limited number of them', async () => {
  const takeTurn = createTurns({ maxWaiting: 1, maxWaitMs: 5 });
  const first = createResponse();
  await takeTurn(MAYA, first);
  const waits = takeTurn(MAYA, createResponse());
  await expect(takeTurn(MAYA, createResponse())).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(waits).rejects.toMatchObject({ code: 'rate_limited' });
  first.end();
  await takeTurn(MAYA, createResponse());
});

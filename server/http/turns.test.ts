import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const createConnection = () => Object.assign(new EventEmitter(), { destroyed: false });

/** A response of which only the end matters. */
function createResponse(socket = createConnection()) {
  const events = new EventEmitter();
  const response = Object.assign(events, {
    closed: false,
    req: { socket },
    end() {
      response.closed = true;
      events.emit('close');
    },
  });
  return response as unknown as typeof response & ServerResponse;
}

const [MAYA, LENA] = [1, 2];

it('HT-6 one response per user runs, the others in order of arrival', async () => {
  const takeTurn = createTurns();
  const order: number[] = [];
  const responses = [0, 1, 2].map(() => createResponse());
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

it('HT-6 the turns of pipelined responses end with their connection', async () => {
  const takeTurn = createTurns();
  const socket = createConnection();
  const [running, waiting] = [createResponse(socket), createResponse(socket)];
  socket.on('close', () => running.end());
  await takeTurn(MAYA, running);
  const granted = takeTurn(MAYA, waiting);
  // Node emits `close` on the first response only.
  socket.destroyed = true;
  socket.emit('close');
  await granted.catch(() => {});
  await takeTurn(MAYA, createResponse());
});

it('HT-6 a response that was refused does not remove another one when it closes', async () => {
  const takeTurn = createTurns({ maxWaitMs: 20 });
  const [first, second, third] = [createResponse(), createResponse(), createResponse()];
  await takeTurn(MAYA, first);
  await expect(takeTurn(MAYA, second)).rejects.toMatchObject({ code: 'rate_limited' });
  const last = takeTurn(MAYA, third);
  second.end();
  first.end();
  await last;
});

import type { ServerResponse } from 'node:http';
import { rateLimited } from '../errors.ts';

const RETRY_AFTER_SECONDS = 5;

/** Limits each user to one long response at a time: the next ones wait in order. Above the bounds they are refused with 429. */
export function createTurns({ maxWaiting = 5, maxWaitMs = 20_000 } = {}) {
  /** The waiting responses of each user with a running one. */
  const queues = new Map<number, (() => void)[]>();

  function start(userId: number, response: ServerResponse): void {
    response.once('close', () => {
      const grantNext = queues.get(userId)?.shift();
      if (grantNext) grantNext();
      else queues.delete(userId);
    });
  }

  /** Resolves when it is this response's turn, which ends when the response is closed. */
  return (userId: number, response: ServerResponse): Promise<void> =>
    new Promise((resolve, reject) => {
      const queue = queues.get(userId);
      if (response.closed) return reject(rateLimited(RETRY_AFTER_SECONDS));
      if (!queue) {
        queues.set(userId, []);
        start(userId, response);
        return resolve();
      }
      if (queue.length >= maxWaiting) return reject(rateLimited(RETRY_AFTER_SECONDS));

      const stopWaiting = () => {
        clearTimeout(timer);
        response.off('close', giveUp);
      };
      const grant = () => {
        stopWaiting();
        // In the same tick: a response that closes later ends its turn.
        start(userId, response);
        resolve();
      };
      const giveUp = () => {
        stopWaiting();
        queue.splice(queue.indexOf(grant), 1);
        reject(rateLimited(RETRY_AFTER_SECONDS));
      };
      const timer = setTimeout(giveUp, maxWaitMs);
      response.once('close', giveUp);
      queue.push(grant);
    });
}

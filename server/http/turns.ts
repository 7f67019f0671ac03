import type { ServerResponse } from 'node:http';
import { rateLimited } from '../errors.ts';
import { isClosed, onceClosed } from './once-closed.ts';

const RETRY_AFTER_SECONDS = 5;
/** One for each tab of a user. Each holds its first page in memory. */
const MAX_WAITING = 20;
const MAX_WAIT_MS = 20_000;

/** How many responses of a user wait, and for how long. */
export type TurnBounds = { maxWaiting?: number; maxWaitMs?: number };

/** Without rate limits: enough for the clients of a load test. */
const UNLIMITED: TurnBounds = { maxWaiting: Number.POSITIVE_INFINITY, maxWaitMs: 5 * 60_000 };

export const boundsOf = (rateLimits: boolean): TurnBounds => (rateLimits ? {} : UNLIMITED);

/**
 * Limits each user to one long response at a time: the next ones wait in order. Above the bounds they are refused with
 * 429. The wait must end: a pipelined response that runs is not sent before those ahead of it, which may wait for it.
 */
export function createTurns({ maxWaiting = MAX_WAITING, maxWaitMs = MAX_WAIT_MS }: TurnBounds = {}) {
  /** The waiting responses of each user with a running one. */
  const queues = new Map<number, (() => void)[]>();

  function endTurn(userId: number): void {
    const grantNext = queues.get(userId)?.shift();
    if (grantNext) grantNext();
    else queues.delete(userId);
  }

  /** Resolves when it is this response's turn, which ends when the response is closed. */
  return (userId: number, response: ServerResponse): Promise<void> =>
    new Promise((resolve, reject) => {
      const refuse = () => reject(rateLimited(RETRY_AFTER_SECONDS));
      const queue = queues.get(userId);
      if (isClosed(response)) return refuse();
      if (!queue) {
        queues.set(userId, []);
        onceClosed(response, () => endTurn(userId));
        return resolve();
      }
      if (queue.length >= maxWaiting) return refuse();

      const giveUp = () => {
        queue.splice(queue.indexOf(grant), 1);
        stopWaiting(() => {});
        refuse();
      };
      const grant = () => {
        stopWaiting(() => endTurn(userId));
        resolve();
      };
      const timer = setTimeout(giveUp, maxWaitMs);
      let whenClosed = giveUp;
      const stopWaiting = (next: () => void) => {
        clearTimeout(timer);
        whenClosed = next;
      };
      // One listener for all: the connection may close in the same emit that grants this turn.
      onceClosed(response, () => whenClosed());
      queue.push(grant);
    });
}

import { unauthenticated } from '../errors.ts';

/** A few seconds of work: clients wait no longer than that for an answer. */
const MAX_WAITING = 5000;

export type FairScheduler = ReturnType<typeof createFairScheduler>;

/** A waiting task. */
type Task = { isGone: () => boolean; start: () => void; drop: (reason: Error) => void };

/**
 * Runs queued tasks one per event-loop turn, in their order, so a burst of connections cannot starve HTTP requests:
 * SQLite answers synchronously, and without this a thousand connects would run before the next request is read.
 */
export function createFairScheduler(maxWaiting = MAX_WAITING) {
  const waiting: Task[] = [];

  function next(): void {
    let task = waiting.shift();
    for (; task?.isGone(); task = waiting.shift()) task.drop(unauthenticated());
    task?.start();
    if (waiting.length > 0) setImmediate(next);
  }

  return {
    /** Whether so many tasks wait that new connections must be refused. */
    isFull: () => waiting.length >= maxWaiting,
    /** Resolves when it is the caller's turn. Rejects without a turn when the caller's client is gone by then. */
    waitForTurn: (isGone: () => boolean): Promise<void> =>
      new Promise((start, drop) => {
        waiting.push({ isGone, start, drop });
        if (waiting.length === 1) setImmediate(next);
      }),
  };
}

import type { Counter } from './bounded-counter.ts';

/** Those who try at one key: how many do right now, who is next, and when somebody has finished. */
type AttemptQueue = {
  people: number;
  trying: number;
  next: Promise<unknown>;
  finished: PromiseWithResolvers<void>;
};

/**
 * Tries of a secret. Only wrong ones count, but each is counted before it begins, so that no more are tried at once
 * than may still be wrong: whoever comes beyond that waits for how those end, and is refused if they were wrong.
 */
export function createAttemptLimiter(counter: Counter) {
  const lines = new Map<string, AttemptQueue>();

  /** One after another per key, so that counting and deciding cannot be raced. */
  async function begin(line: AttemptQueue, key: string): Promise<void> {
    for (;;) {
      const { trying, finished } = line;
      const refusal = await counter.wouldRefuse(key);
      if (!refusal) break;
      if (trying === 0) throw refusal;
      await finished.promise;
    }
    await counter.count(key);
    line.trying += 1;
  }

  function finish(line: AttemptQueue): void {
    line.trying -= 1;
    line.finished.resolve();
    line.finished = Promise.withResolvers();
  }

  /** What the attempt found; nothing (or no) is wrong, an error is neither. */
  async function guess<T>(key: string, attempt: () => Promise<T>): Promise<T> {
    const line = lines.get(key) ?? emptyLine();
    lines.set(key, line);
    line.people += 1;
    try {
      const begun = line.next.then(() => begin(line, key));
      line.next = begun.catch(() => {});
      await begun;
      let wrong = false;
      try {
        const found = await attempt();
        wrong = !found;
        return found;
      } finally {
        if (!wrong) await counter.refund(key);
        finish(line);
      }
    } finally {
      line.people -= 1;
      if (line.people === 0) lines.delete(key);
    }
  }
  return guess;
}

const emptyLine = (): AttemptQueue => ({
  people: 0,
  trying: 0,
  next: Promise.resolve(),
  finished: Promise.withResolvers(),
});

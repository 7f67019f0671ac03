/**
 * Runs queued tasks one per event-loop turn, in their order, so a burst of connections cannot starve HTTP requests:
 * SQLite answers synchronously, and without this a thousand connects would run before the next request is read.
 */
export function createFairScheduler(): () => Promise<void> {
  const waiting: (() => void)[] = [];

  function next(): void {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  }

  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}

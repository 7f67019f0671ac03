/**
 * Makes work that many ask for at once take turns with everything else: one piece each time round the event loop, in
 * the order in which they asked. SQLite answers without a pause, so a thousand sockets that connect together would
 * otherwise be served before anybody else's request is even looked at.
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

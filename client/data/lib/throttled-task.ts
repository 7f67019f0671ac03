import { onCleanup } from 'solid-js';
import { startStopwatch } from './elapsed-time.ts';

const RETRY_AFTER_MS = 5_000;

/**
 * Returns a function that schedules a run: one at a time, at most every `intervalMs`. A call during a run schedules
 * another; a failed run is repeated. Ends with its owner.
 */
export function createThrottledTask(run: () => Promise<void>, intervalMs: number): () => void {
  let sinceLastRunMs = () => Number.POSITIVE_INFINITY;
  let isRunning = false;
  let isScheduled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;

  const runOnce = async () => {
    timer = undefined;
    isRunning = true;
    isScheduled = false;
    sinceLastRunMs = startStopwatch();
    const succeeded = await run().then(
      () => true,
      () => false,
    );
    isRunning = false;
    if (isScheduled) schedule();
    else if (!succeeded && !hasEnded) timer = setTimeout(runOnce, Math.max(intervalMs, RETRY_AFTER_MS));
  };
  const schedule = () => {
    isScheduled = true;
    if (isRunning || hasEnded) return;
    clearTimeout(timer);
    timer = setTimeout(runOnce, Math.max(0, intervalMs - sinceLastRunMs()));
  };
  onCleanup(() => {
    hasEnded = true;
    clearTimeout(timer);
  });
  return schedule;
}

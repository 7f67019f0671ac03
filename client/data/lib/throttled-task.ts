import { onCleanup } from 'solid-js';

const RETRY_AFTER_MS = 5_000;

/**
 * Runs one at a time and at most every `gap` ms, once more when asked meanwhile, and again after a while when it
 * failed. Ends with its owner.
 */
export function createThrottledTask(run: () => Promise<void>, gap: number): () => void {
  let last = Number.NEGATIVE_INFINITY;
  let running = false;
  let wanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const runOnce = async () => {
    timer = undefined;
    running = true;
    wanted = false;
    last = Date.now();
    const succeeded = await run().then(
      () => true,
      () => false,
    );
    running = false;
    if (wanted) schedule();
    else if (!succeeded && !ended) timer = setTimeout(runOnce, Math.max(gap, RETRY_AFTER_MS));
  };
  const schedule = () => {
    wanted = true;
    if (running || ended) return;
    clearTimeout(timer);
    timer = setTimeout(runOnce, Math.max(0, last + gap - Date.now()));
  };
  onCleanup(() => {
    ended = true;
    clearTimeout(timer);
  });
  return schedule;
}

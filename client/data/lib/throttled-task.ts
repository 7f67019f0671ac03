import { onCleanup } from 'solid-js';

const RETRY = 5_000;

/**
 * Runs one at a time and at most every `gap` ms, once more when asked meanwhile, and again after a while when it
 * failed. Ends with its owner.
 */
export function paced(run: () => Promise<void>, gap: number): () => void {
  let last = Number.NEGATIVE_INFINITY;
  let running = false;
  let wanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const go = async () => {
    timer = undefined;
    running = true;
    wanted = false;
    last = Date.now();
    const succeeded = await run().then(
      () => true,
      () => false,
    );
    running = false;
    if (wanted) ask();
    else if (!succeeded && !ended) timer = setTimeout(go, Math.max(gap, RETRY));
  };
  const ask = () => {
    wanted = true;
    if (running || ended) return;
    clearTimeout(timer);
    timer = setTimeout(go, Math.max(0, last + gap - Date.now()));
  };
  onCleanup(() => {
    ended = true;
    clearTimeout(timer);
  });
  return ask;
}

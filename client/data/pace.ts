import { onCleanup } from 'solid-js';

/** Runs one at a time and at most every `gap` ms, and once more when asked meanwhile. Ends with its owner. */
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
    await run().catch(() => {});
    running = false;
    if (wanted) ask();
  };
  const ask = () => {
    wanted = true;
    if (running || timer !== undefined || ended) return;
    timer = setTimeout(go, Math.max(0, last + gap - Date.now()));
  };
  onCleanup(() => {
    ended = true;
    clearTimeout(timer);
  });
  return ask;
}

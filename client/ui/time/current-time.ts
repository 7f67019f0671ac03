import { createSignal } from 'solid-js';

const TICK_MS = 30_000;
const [time, setTime] = createSignal(Date.now());
let isTicking = false;

/** The current time, updated every 30 s by one shared timer. */
export function currentTime(): number {
  if (!isTicking) {
    isTicking = true;
    setInterval(() => setTime(Date.now()), TICK_MS);
    // After sleep the time would be stale until the next tick.
    document.addEventListener('visibilitychange', () => document.hidden || setTime(Date.now()));
  }
  return time();
}

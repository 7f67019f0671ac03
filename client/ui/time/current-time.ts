import { createSignal } from 'solid-js';

const TICK = 30_000;
const [time, setTime] = createSignal(Date.now());
let ticking = false;

/** The time, looked at every 30 seconds by everything that shows one: one timer, however many rows. */
export function currentTime(): number {
  if (!ticking) {
    ticking = true;
    setInterval(() => setTime(Date.now()), TICK);
    // A laptop that slept shows yesterday's "2 min" until the next tick.
    document.addEventListener('visibilitychange', () => document.hidden || setTime(Date.now()));
  }
  return time();
}

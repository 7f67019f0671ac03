import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { startStopwatch } from '../../data/lib/elapsed-time.ts';

/** Counts seconds down to 0, for rate limits. */
export function createCountdown(): [secondsLeft: Accessor<number>, start: (seconds: number) => void] {
  const [secondsLeft, setSecondsLeft] = createSignal(0);
  let timer: ReturnType<typeof setInterval> | undefined;
  const start = (seconds: number) => {
    clearInterval(timer);
    const elapsedMs = startStopwatch();
    setSecondsLeft(Math.ceil(seconds));
    timer = setInterval(() => {
      setSecondsLeft(Math.max(0, Math.ceil(seconds - elapsedMs() / 1000)));
      if (secondsLeft() === 0) clearInterval(timer);
    }, 250);
  };
  onCleanup(() => clearInterval(timer));
  return [secondsLeft, start];
}

/** A waiting time in short form: "40 s", "14 min". */
export const formatWait = (seconds: number): string =>
  seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;

import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** Counts seconds down to 0: how long a rate limit still holds. */
export function createCountdown(): [left: Accessor<number>, begin: (seconds: number) => void] {
  const [left, setLeft] = createSignal(0);
  let timer: ReturnType<typeof setInterval> | undefined;
  const begin = (seconds: number) => {
    clearInterval(timer);
    const end = Date.now() + seconds * 1000;
    setLeft(Math.ceil(seconds));
    timer = setInterval(() => {
      setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
      if (left() === 0) clearInterval(timer);
    }, 250);
  };
  onCleanup(() => clearInterval(timer));
  return [left, begin];
}

/** Seconds as a person would say them: "40 s", "14 min". */
export const formatWait = (seconds: number): string =>
  seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;

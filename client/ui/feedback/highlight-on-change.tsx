import { createEffect, createSignal, type JSX, on } from 'solid-js';

/** Words that light up for a moment when they change; those who want no motion see a dot. */
export function HighlightOnChange(props: { value: unknown; class?: string; children: JSX.Element }) {
  const [times, setTimes] = createSignal(0);
  createEffect(
    on(
      () => props.value,
      () => setTimes((count) => count + 1),
      { defer: true },
    ),
  );
  // Two names for one animation: changing the name is what starts it again.
  const flash = () => (times() === 0 ? '' : times() % 2 ? 'flash-a' : 'flash-b');
  return <span class={`${props.class ?? ''} ${flash()}`}>{props.children}</span>;
}

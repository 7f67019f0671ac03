import { createEffect, createSignal, type JSX, on } from 'solid-js';

/** Highlights its children briefly when `value` changes; with reduced motion, CSS shows a dot instead. */
export function HighlightOnChange(props: { value: unknown; class?: string; children: JSX.Element }) {
  const [changes, setChanges] = createSignal(0);
  createEffect(
    on(
      () => props.value,
      () => setChanges((count) => count + 1),
      { defer: true },
    ),
  );
  // One animation under two names: changing the name restarts it.
  const flashClass = () => (changes() === 0 ? '' : changes() % 2 ? 'flash-a' : 'flash-b');
  return <span class={`${props.class ?? ''} ${flashClass()}`}>{props.children}</span>;
}

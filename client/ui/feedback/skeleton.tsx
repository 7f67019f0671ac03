import { For } from 'solid-js';

/** Grey lines in the shape of what comes; shown by CSS only after 150 ms, so that a quick answer does not flicker. */
export function Skeleton(props: { rows: number; kind: 'row' | 'message' }) {
  return (
    <div class={`skeleton ${props.kind}`} role="status">
      <span class="visually-hidden">Loading…</span>
      <For each={Array.from({ length: props.rows })}>{() => <span class="skeleton-line" />}</For>
    </div>
  );
}

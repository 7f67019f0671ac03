import { For } from 'solid-js';

/** Loading placeholder. CSS shows it after 150 ms, to avoid a flicker on fast responses. */
export function Skeleton(props: { rows: number; kind: 'row' | 'message' }) {
  return (
    <div class="skeleton" classList={{ 'skeleton-messages': props.kind === 'message' }} role="status">
      <span class="visually-hidden">Loading…</span>
      <For each={Array.from({ length: props.rows })}>{() => <span class="skeleton-line" />}</For>
    </div>
  );
}

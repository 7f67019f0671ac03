import { For, Show } from 'solid-js';
import { findHits } from './find-hits.ts';

/** A text in which the hits of these folded search words are marked. */
export function HighlightedText(props: { text: string; words: readonly string[] }) {
  return (
    <Show when={props.words.length > 0} fallback={props.text}>
      <For each={findHits(props.text, props.words)}>
        {({ text, hit }) => (hit ? <mark class="hit">{text}</mark> : text)}
      </For>
    </Show>
  );
}

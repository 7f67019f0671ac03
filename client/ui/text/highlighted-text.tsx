import { For } from 'solid-js';
import type { TextPart } from './split-at-hits.ts';

/** The parts of a text; the hits of a search are marked. */
export function HighlightedText(props: { parts: readonly TextPart[] }) {
  return <For each={props.parts}>{({ text, hit }) => (hit ? <mark class="hit">{text}</mark> : text)}</For>;
}

import type { Role } from '../../shared/vocabulary.ts';

const segments = new Intl.Segmenter();
const first = (word: string | undefined) => (word ? ([...segments.segment(word)][0]?.segment ?? '') : '');

/** The first letters of the first and last word, whatever script they are in. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toUpperCase();
}

/** A person as a disc: agents in the accent, customers plain. The name stands beside it, so readers skip it. */
export function Avatar(props: { name: string; of: Role; small?: boolean | undefined }) {
  return (
    <span class={`avatar ${props.of}`} classList={{ small: props.small }} aria-hidden="true">
      {initials(props.name)}
    </span>
  );
}

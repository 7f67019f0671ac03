import type { Role } from '../../shared/vocabulary.ts';

const segments = new Intl.Segmenter();
const firstLetter = (word: string | undefined) =>
  word ? ([...segments.segment(word)][0]?.segment ?? '') : '';

/** First letters of the first and last word of a name, in any script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return (firstLetter(words[0]) + (words.length > 1 ? firstLetter(words.at(-1)) : '')).toUpperCase();
}

/** A user's initials in a disc of 24 px (small 20, large 40), coloured by role. Hidden from screen readers: the name is next to it. */
export function Avatar(props: { name: string; userRole: Role; size?: 'small' | 'large' }) {
  return (
    <span class={`avatar ${props.userRole} ${props.size ?? ''}`} aria-hidden="true">
      {initials(props.name)}
    </span>
  );
}

import { type SearchTerm, type SearchWord, searchWords } from './search-text.ts';

/** A part of a text, as indexes for `slice`. */
export type TextRange = { start: number; end: number };

/**
 * Where the terms of a search occur in a text, in order and without overlap: whole words, as the search index has them.
 * Ends at hits that start `maxLength` after the first one: to compare a long text with many terms takes 50 ms.
 */
export function findHits(
  text: string,
  terms: readonly SearchTerm[],
  maxLength = Number.POSITIVE_INFINITY,
): TextRange[] {
  const words = searchWords(text);
  const hits: TextRange[] = [];
  for (const [i, { start, end }] of words.entries()) {
    if (start >= (hits[0]?.start ?? start) + maxLength) break;
    const found = terms.filter((term) => startsHere(words, i, term));
    const ends = found.map((term) => words[i + term.words.length - 1]?.end ?? end);
    if (ends.length > 0) hits.push({ start, end: Math.max(...ends) });
  }
  return withoutOverlap(hits);
}

function startsHere(
  words: readonly SearchWord[],
  at: number,
  { words: termWords, isPrefix }: SearchTerm,
): boolean {
  return termWords.every((text, i) => {
    const word = words[at + i]?.text;
    return isPrefix && i === termWords.length - 1 ? word?.startsWith(text) : word === text;
  });
}

function withoutOverlap(ordered: readonly TextRange[]): TextRange[] {
  const merged: TextRange[] = [];
  for (const range of ordered) {
    const last = merged.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else merged.push(range);
  }
  return merged;
}

import { type SearchTerm, type SearchWord, searchWords } from './search-text.ts';

/** A part of a text, as indexes for `slice`. */
export type TextRange = { start: number; end: number };

/** Where the terms of a search occur in a text, in order and without overlap: whole words, as the search index has them. */
export function findHits(text: string, terms: readonly SearchTerm[]): TextRange[] {
  const words = searchWords(text);
  const hits = terms.flatMap((term) =>
    words.flatMap((word, i): TextRange[] => {
      if (!startsHere(words, i, term)) return [];
      return [{ start: word.start, end: words[i + term.words.length - 1]?.end ?? word.end }];
    }),
  );
  return withoutOverlap(hits.toSorted((a, b) => a.start - b.start || b.end - a.end));
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

import { fold } from '../../../shared/search-text.ts';

/** The entries whose texts contain every word of the query, compared by `fold`. An empty query matches all. */
export function matchingPeople<T>(
  entries: readonly T[],
  query: string,
  textOf: (entry: T) => string,
): readonly T[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries.filter((entry) => {
    const text = fold(textOf(entry));
    return words.every((word) => text.includes(word));
  });
}

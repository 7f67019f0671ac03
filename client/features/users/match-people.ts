/** Letters without a decomposition that people also write with plain ones. */
const PLAIN_LETTERS: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
};

/** The form of a text in which case, accents and compatibility forms make no difference. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Script=Inherited}/gu, '')
    .replace(/[łøđıßæœþς]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);

/** The entries whose texts contain every word of the query, without case and accents. An empty query matches all. */
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

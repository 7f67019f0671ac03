/** A piece of a text; `hit`: it matches the search. The shape of the server's search snippets. */
export type TextPart = { text: string; hit: boolean };

const unaccented = (text: string) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');

/** The form in which texts are compared: without case, accents and width variants. `ß` equals `ss`. */
export const foldText = (text: string): string =>
  // Upper case: it unites `ß` and `ss`, and does not depend on the letters around, as the lower case of a sigma does.
  unaccented(unaccented(text).toUpperCase());

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The folded words of a search text. A single letter is a word only if it is alone. */
export function searchWords(query: string): readonly string[] {
  const words = Array.from(query.matchAll(WORD), ([word]) => foldText(word)).filter(Boolean);
  const long = words.filter((word) => word.length > 1);
  return [...new Set(long.length > 0 ? long : words)];
}

/**
 * Splits a text at the hits of these words: at the beginnings of its words, or anywhere if a word begins none. The parts
 * joined are the text.
 */
export function findHits(text: string, words: readonly string[]): TextPart[] {
  const isHit = new Array<boolean>(text.length).fill(false);
  const { folded, positions } = foldWithPositions(text);
  for (const word of words)
    for (const start of occurrences(folded, word))
      isHit.fill(true, positions[start], positions[start + word.length]);
  return partsOf(text, isHit);
}

/** The folded text, and for each of its units (and its end) the index of its letter in the text. */
function foldWithPositions(text: string): { folded: string; positions: number[] } {
  let folded = '';
  const positions: number[] = [];
  let index = 0;
  for (const character of text) {
    const part = foldText(character);
    for (let unit = 0; unit < part.length; unit += 1) positions.push(index);
    folded += part;
    index += character.length;
  }
  positions.push(index);
  return { folded, positions };
}

function occurrences(folded: string, word: string): number[] {
  const found: number[] = [];
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) found.push(at);
  const atWordStart = found.filter((at) => !/[\p{L}\p{N}]$/u.test(folded.slice(Math.max(0, at - 2), at)));
  return atWordStart.length > 0 ? atWordStart : found;
}

function partsOf(text: string, isHit: readonly boolean[]): TextPart[] {
  const parts: TextPart[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const hit = isHit[index] ?? false;
    const last = parts.at(-1);
    if (last?.hit === hit) last.text += text[index];
    else parts.push({ text: text[index] ?? '', hit });
  }
  return parts;
}

/** A part of a text, as indexes for `slice`. */
export type TextRange = { start: number; end: number };

/** Accents and vowel points of Latin, Greek, Cyrillic, Hebrew and Arabic; no letters of other scripts. */
const ACCENTS =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: every character of this class is a combining one
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
/** Soft hyphens, joiners, direction marks, variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Letters that Unicode does not decompose, apostrophes, and the Arabic stretching stroke. */
const REPLACEMENTS: Record<string, string> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ـ: '',
  '‘': "'",
  '’': "'",
  ʼ: "'",
};

function foldCharacter(character: string): string {
  const base = character.normalize('NFKD').replace(ACCENTS, '').replace(INVISIBLE, '');
  const lower = Array.from(base, (part) => {
    const small = part.toLowerCase();
    return REPLACEMENTS[small] ?? lowerCase(small);
  });
  return lower.join('').normalize('NFKD').replace(ACCENTS, '');
}

/** Lower case by way of upper case: `ß` becomes `ss`, and `ς` becomes `σ`. */
const lowerCase = (character: string): string => Array.from(character.toUpperCase(), smallLetter).join('');
const smallLetter = (character: string): string => character.toLowerCase();

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is the range of ASCII
const ASCII = /^[\x00-\x7f]*$/;

/**
 * The form of a text in which texts are compared: without case, accents and invisible characters, in any script.
 * `ÜBERWEISUNG`, `überweisung` and `uberweisung` are equal, and so are `Straße` and `strasse`.
 */
export function fold(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : Array.from(text, foldCharacter).join('');
}

/** Whether the text contains the query, compared by `fold`. */
export const containsText = (text: string, query: string): boolean => fold(text).includes(fold(query));

/** Where the query occurs in the text, compared by `fold`; to highlight hits. A hit covers whole characters. */
export function findMatches(text: string, query: string): TextRange[] {
  const wanted = fold(query.trim());
  if (!wanted) return [];
  const folded = foldWithRanges(text);
  const found: TextRange[] = [];
  let at = folded.text.indexOf(wanted);
  while (at >= 0) {
    const start = folded.ranges[at]?.start ?? 0;
    const end = folded.ranges[at + wanted.length - 1]?.end ?? text.length;
    // Two hits can share one character: `s` occurs twice in `ß`.
    if (start >= (found.at(-1)?.end ?? 0)) found.push({ start, end });
    at = folded.text.indexOf(wanted, at + wanted.length);
  }
  return found;
}

/** The folded text, and for each of its code units the range of the character it comes from, accents included. */
function foldWithRanges(text: string): { text: string; ranges: TextRange[] } {
  const ranges: TextRange[] = [];
  let folded = '';
  let position = 0;
  for (const character of text) {
    const start = position;
    position += character.length;
    const part = foldCharacter(character);
    if (part === '') {
      // A combining accent or an invisible character belongs to the letter before it.
      const letter = ranges.at(-1);
      if (letter) letter.end = position;
      continue;
    }
    const range = { start, end: position };
    for (let unit = 0; unit < part.length; unit += 1) ranges.push(range);
    folded += part;
  }
  return { text: folded, ranges };
}

/** The words of a text, folded. */
export const foldedWords = (text: string): string[] =>
  fold(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean);

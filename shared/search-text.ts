/**
 * How text is compared in searches: without case, accents and punctuation, in every script. Server and browser use the
 * same functions, and both databases index their result, so all of them find the same.
 */

/** A word as the search index contains it, and its place in the text (UTF-16 units, end exclusive). */
export type SearchWord = { text: string; start: number; end: number };

/** Letters, digits and marks, with the invisible characters that may stand inside a word; or one emoji. */
const WORD = /[\p{L}\p{N}\p{M}\p{Default_Ignorable_Code_Point}]+|\p{Extended_Pictographic}/gu;
/** Soft hyphens, joiners, direction marks, and the Arabic stretching stroke. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;
/** Accents and points. Not the vowel signs of Indic scripts and Thai, nor the kana voicing marks: they make other words. */
const ACCENTS = /[[\p{M}&&[\p{sc=Inherited}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}]]--[\u3099\u309A]]/gv;
/** Letters that people replace like accented ones, but that Unicode does not decompose; and apostrophes. */
const SPECIAL_LETTERS: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  '‘': "'",
  '’': "'",
  ʻ: "'",
  ʼ: "'",
};
const SPECIAL = /[æœøłđðþħ‘’ʻʼ]/g;

/** The text without case and accents: two texts that people read as the same are equal. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(INVISIBLE, '')
    // In this order, `ß` and `ẞ` become `ss`.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(/ς/g, 'σ')
    .replace(SPECIAL, (letter) => SPECIAL_LETTERS[letter] ?? letter)
    .replace(ACCENTS, '')
    .normalize('NFC');

const ASCII = /^[a-z0-9]+$/i;

/** Scripts that do not separate words, or attach particles to them. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Yi}]/u;
/** A run of unspaced scripts, a run of other letters, digits and marks, or one emoji. */
const RUNS =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Yi}]+|[[\p{L}\p{N}\p{M}]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}\p{sc=Yi}]]+|\p{Extended_Pictographic}/gv;

/**
 * The words of a text. A run of an unspaced script is indexed as overlapping pairs of characters and its last
 * character, so any two neighbours are found.
 */
export function searchWords(text: string): SearchWord[] {
  const words: SearchWord[] = [];
  for (const { 0: written, index: start } of text.matchAll(WORD)) {
    const end = start + written.length;
    // Most words: without the steps of folding, which take ten times as long.
    if (ASCII.test(written)) {
      words.push({ text: written.toLowerCase(), start, end });
      continue;
    }
    for (const [run] of fold(written).matchAll(RUNS)) {
      if (!UNSPACED.test(run)) words.push({ text: run, start, end });
      else words.push(...pairsOf(run, written, start));
    }
  }
  return words;
}

function pairsOf(run: string, written: string, start: number): SearchWord[] {
  const characters = [...run];
  // The place of each character, if folding changed none; otherwise, that of the whole word.
  const at = written.indexOf(run);
  let offset = start + Math.max(at, 0);
  return characters.map((character, i) => {
    const pair = character + (characters[i + 1] ?? '');
    const word =
      at < 0
        ? { text: pair, start, end: start + written.length }
        : { text: pair, start: offset, end: offset + pair.length };
    offset += character.length;
    return word;
  });
}

/** The text as the search index stores it: its words, separated by spaces. */
export const searchText = (text: string): string =>
  searchWords(text)
    .map((word) => word.text)
    .join(' ');

/** One condition of a search: these words stand in this order. */
export type SearchTerm = {
  words: string[];
  /** The last word is the beginning of one. */
  isPrefix: boolean;
  /** The ticket number that it may also mean. */
  number: number | null;
};

/** What a search requires: every term. `#10` is no prefix: it names a ticket. Quotes make a phrase; everything else is text. Empty: nothing to search for. */
export function parseSearch(query: string): SearchTerm[] {
  const parts = [...query.matchAll(/"([^"]*)"|[^\s"]+|"/g)];
  const terms = parts.map(([part, phrase], i): SearchTerm => {
    const words = endOpen(searchWords(phrase ?? part));
    return {
      words: words.map((word) => word.text),
      isPrefix:
        (phrase === undefined && i === parts.length - 1 && !/^#\d+$/.test(part)) || isSingle(words.at(-1)),
      number: /^#?[1-9]\d{0,14}$/.test(part) ? Number(part.replace('#', '')) : null,
    };
  });
  const isNew = (term: SearchTerm, i: number) =>
    terms.findIndex((other) => JSON.stringify(other) === JSON.stringify(term)) === i;
  return terms.filter(isNew).filter((term) => term.words.length > 0);
}

/** A single character of an unspaced script. */
const isSingle = (word: SearchWord | undefined) =>
  word !== undefined && UNSPACED.test(word.text) && [...word.text].length === 1;

/** Without the single last character of an unspaced run: in the text, further characters may follow it. */
function endOpen(words: SearchWord[]): SearchWord[] {
  const [before, last] = words.slice(-2);
  const isEndOfRun = before && last && isSingle(last) && before.text.endsWith(last.text);
  return isEndOfRun ? words.slice(0, -1) : words;
}

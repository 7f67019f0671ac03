const SPACE = /\s/;
const ASCII_WORD = /\w/;
/** Slow, because these read Unicode tables: used for non-ASCII characters only. */
const WORD = /[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/u;
const WRITTEN_WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Extended_Pictographic}]/u;
const PUNCTUATION = /[\p{P}\p{S}\p{Z}\p{C}]/u;

const isAscii = (char: string) => char < '\x80';

/** The whole character that starts at this index; empty at the end. */
export const characterAt = (text: string, at: number): string => {
  const unit = text[at] ?? '';
  return unit >= '\ud800' && unit <= '\udbff' ? text.slice(at, at + 2) : unit;
};

/** The whole character that ends before this index; empty at the start. */
export const characterBefore = (text: string, at: number): string => {
  const unit = text[at - 1] ?? '';
  return unit >= '\udc00' && unit <= '\udfff' ? text.slice(Math.max(0, at - 2), at) : unit;
};

export const isSpace = (char: string): boolean => char === '' || SPACE.test(char);
export const isAsciiWord = (char: string): boolean => char !== '' && ASCII_WORD.test(char);

/** A letter, digit or emoji. */
export const isWord = (char: string): boolean =>
  char !== '' && (isAscii(char) ? ASCII_WORD.test(char) && char !== '_' : WORD.test(char));

/** A character that makes a mark next to it a part of a word: `2*3`. Letters of scripts without spaces do not. */
export const continuesWord = (char: string): boolean =>
  isWord(char) && (isAscii(char) || !WRITTEN_WITHOUT_SPACES.test(char));

/** Typographic and full-width punctuation, symbols, spaces and controls. */
export const isForeignPunctuation = (char: string): boolean =>
  char !== '' && !isAscii(char) && PUNCTUATION.test(char);

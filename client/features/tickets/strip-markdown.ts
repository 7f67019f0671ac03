import type { TextPart } from '../../ui/text/split-at-hits.ts';

/**
 * Code between equally many backticks, or a pair of marks around words, as `parse-inline.ts` reads them. Code comes first:
 * its content has no marks.
 */
const MARKED =
  /(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)|(?<![\p{L}\p{N}\\*_])(\*\*|\*(?!\*)|_(?!_))(?=[\p{L}\p{N}"'“‘([#$@*_`])(.*?[\p{L}\p{N}"'”’)\].!?…,;:%*_`])\3(?![\p{L}\p{N}*_])/gu;
const QUOTE = /^\s*(?:>\s+)+/;
const WORD = /[\p{L}\p{N}]/u;

/** Removes pairs of marks around words, and a quote mark at the start, for previews of one line. All other text stays. */
export const stripMarkdown = (text: string): string => stripPairs(text.replace(QUOTE, ''));

/** The same for a search snippet, of which each piece is a part of a text. */
export const stripSnippet = (parts: readonly TextPart[]): TextPart[] =>
  parts.map(({ text, hit }) => ({ text: stripPairs(text), hit }));

const stripPairs = (text: string): string =>
  text.replace(MARKED, (all, ticks, code, mark, words) => {
    if (ticks) return code.trim() ? code : all;
    return WORD.test(words) && !(mark === '_' && words.endsWith('_')) ? stripPairs(words) : all;
  });

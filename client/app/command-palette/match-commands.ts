import { fold, searchWords } from '../../../shared/search-text.ts';
import type { Priority } from '../../../shared/vocabulary.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { ShortcutName } from '../../ui/shortcuts/shortcuts.ts';
import type { TextPart } from '../../ui/text/split-at-hits.ts';

/** The sections of the command palette, in their order. */
const GROUPS = ['This ticket', 'Go to', 'General', 'Tickets'] as const;
type Group = (typeof GROUPS)[number];

/** An entry of the command palette. */
export type Command = {
  key: string;
  group: Group;
  label: string;
  /** Other words that find the command, such as "close" for Resolve. */
  keywords?: string | undefined;
  hint?: string | undefined;
  /** The label with the hits of a search marked. */
  labelParts?: readonly TextPart[] | undefined;
  /** A second line: the text in which a search found the ticket. */
  snippet?: readonly TextPart[] | undefined;
  icon: IconName | Priority;
  shortcut?: ShortcutName | undefined;
  /** Running it does not close the palette. */
  staysOpen?: boolean;
  run: () => void;
};

type Matchable = Pick<Command, 'label' | 'group' | 'keywords'>;

/**
 * The commands that match the query, best first: query words that start words of the label, then of the keywords, then
 * letters that occur in the label in this order. Equal matches keep the order of the groups: this ticket first.
 */
export function matchingCommands<T extends Matchable>(commands: readonly T[], query: string): T[] {
  if (!query.trim()) return [...commands].sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));
  const words = foldedWords(query);
  if (words.length === 0) return [];
  return commands
    .map((command) => ({ command, rank: rankOf(command, words) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
}

const NO_MATCH = 100;

const foldedWords = (text: string) => searchWords(text).map((word) => word.text);

function rankOf({ label, keywords = '', group }: Matchable, words: readonly string[]): number {
  const labelWords = foldedWords(label);
  const position = GROUPS.indexOf(group) * 2 + (fold(label).startsWith(words[0] ?? '') ? 0 : 1);
  if (startsEach(words, labelWords)) return position;
  if (startsEach(words, [...labelWords, ...foldedWords(keywords)])) return 10 + position;
  if (isSubsequence(words.join(''), labelWords)) return 20 + position;
  return NO_MATCH;
}

const startsEach = (words: readonly string[], labelWords: readonly string[]) =>
  words.every((word) => labelWords.some((labelWord) => labelWord.startsWith(word)));

/** Whether the letters occur in the label in this order, the first at the start of a word. */
function isSubsequence(letters: string, labelWords: readonly string[]): boolean {
  const [first = '', ...rest] = letters;
  return labelWords.some((word, index) => {
    if (!word.startsWith(first)) return false;
    const text = labelWords.slice(index).join('');
    let at = first.length;
    return rest.every((letter) => {
      at = text.indexOf(letter, at) + letter.length;
      return at >= letter.length;
    });
  });
}

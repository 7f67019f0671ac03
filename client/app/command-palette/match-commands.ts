import type { IconName } from '../../ui/icon.tsx';
import type { ShortcutName } from '../../ui/shortcuts/shortcuts.ts';

/** An entry of the command palette. */
export type Command = {
  key: string;
  label: string;
  hint?: string | undefined;
  icon: IconName;
  shortcut?: ShortcutName | undefined;
  run: () => void;
};

/** Commands in which each query word starts a word of the label. Labels that start with the first query word come first. */
export function matchingCommands<T extends { label: string }>(commands: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...commands];
  const hasWord = ({ label }: T, word: string) =>
    label
      .toLowerCase()
      .split(/\s+/)
      .some((labelWord) => labelWord.startsWith(word));
  const rank = ({ label }: T) => (label.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return commands
    .filter((command) => words.every((word) => hasWord(command, word)))
    .sort((a, b) => rank(a) - rank(b));
}

/** Ranks found tickets: the one with this number first, then matches in the subject, then matches in other text. */
export function rankTickets<T extends { id: number; subject: string }>(
  tickets: readonly T[],
  query: string,
): T[] {
  const text = query.toLowerCase();
  const rank = (ticket: T) => {
    if (String(ticket.id) === text) return 0;
    return ticket.subject.toLowerCase().includes(text) ? 1 : 2;
  };
  return [...tickets].sort((a, b) => rank(a) - rank(b));
}

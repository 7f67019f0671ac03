import type { IconName } from '../../ui/icon.tsx';
import type { ShortcutName } from '../../ui/shortcuts/shortcuts.ts';

/** One line of the palette. */
export type Command = {
  key: string;
  label: string;
  hint?: string | undefined;
  icon: IconName;
  shortcut?: ShortcutName | undefined;
  run: () => void;
};

/** The commands that have every typed word at the beginning of one of theirs; those whose first word fits come first. */
export function matchingCommands<T extends { label: string }>(commands: readonly T[], typed: string): T[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...commands];
  const starts = (command: T, word: string) =>
    command.label
      .toLowerCase()
      .split(/\s+/)
      .some((own) => own.startsWith(word));
  const first = (command: T) => (command.label.toLowerCase().startsWith(wanted[0] ?? '') ? 0 : 1);
  return commands
    .filter((command) => wanted.every((word) => starts(command, word)))
    .sort((a, b) => first(a) - first(b));
}

/** Tickets found by their text, those first whose number or subject has the words: these are what people remember. */
export function rankTickets<T extends { id: number; subject: string }>(
  tickets: readonly T[],
  words: string,
): T[] {
  const wanted = words.toLowerCase();
  const place = (ticket: T) => {
    if (String(ticket.id) === wanted) return 0;
    return ticket.subject.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return [...tickets].sort((a, b) => place(a) - place(b));
}

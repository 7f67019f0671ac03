import { SHORTCUT_LABELS } from '../../ui/shortcuts/shortcut-labels.ts';
import { activeShortcuts, runShortcut, type ShortcutName } from '../../ui/shortcuts/shortcuts.ts';
import type { Command } from './match-commands.ts';

/** Shortcuts that make no sense as a palette entry. */
const HIDDEN: readonly ShortcutName[] = [
  'palette',
  'back',
  'nextRow',
  'previousRow',
  'tab1',
  'tab2',
  'tab3',
  'tab4',
  'tab5',
  'send',
  'sendAndWait',
  'sendAndResolve',
];

/** The order of the groups: actions on the open ticket first. */
const GROUPS = ['Ticket', 'Everywhere', 'Queue', 'Writing'];

/** The active shortcuts as commands. */
export const shortcutCommands = (): Command[] =>
  activeShortcuts()
    .filter(({ name }) => !HIDDEN.includes(name))
    .sort(
      (a, b) => GROUPS.indexOf(SHORTCUT_LABELS[a.name].group) - GROUPS.indexOf(SHORTCUT_LABELS[b.name].group),
    )
    .map(({ name }) => ({
      key: name,
      label: SHORTCUT_LABELS[name].label,
      icon: name.startsWith('go') ? 'next' : 'dot',
      shortcut: name,
      run: () => runShortcut(name),
    }));

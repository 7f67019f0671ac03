import { createSignal, onCleanup, onMount } from 'solid-js';
import { createChords, isSingleKey } from './chords.ts';
import { preferences } from './preferences.ts';

type Shortcut = { keys: string; label: string; group: 'Everywhere' | 'Queue' | 'Ticket' | 'Writing' };

/** Every shortcut there is: the listener, the help, the tooltips and the palette all read this table. */
export const SHORTCUTS = {
  palette: { keys: 'Mod+k', label: 'Command palette', group: 'Everywhere' },
  search: { keys: '/', label: 'Search', group: 'Everywhere' },
  goQueue: { keys: 'g q', label: 'Go to the queue', group: 'Everywhere' },
  goMine: { keys: 'g m', label: 'Go to my tickets', group: 'Everywhere' },
  goUnassigned: { keys: 'g u', label: 'Go to unassigned tickets', group: 'Everywhere' },
  goPeople: { keys: 'g p', label: 'Go to people', group: 'Everywhere' },
  goSettings: { keys: 'g s', label: 'Go to settings', group: 'Everywhere' },
  help: { keys: '?', label: 'Keyboard shortcuts', group: 'Everywhere' },
  back: { keys: 'Escape', label: 'Close, leave the field, back to the list', group: 'Everywhere' },
  nextRow: { keys: 'j', label: 'Next ticket', group: 'Queue' },
  previousRow: { keys: 'k', label: 'Previous ticket', group: 'Queue' },
  applyUpdates: { keys: '.', label: 'Apply waiting updates', group: 'Queue' },
  tab1: { keys: '1', label: 'First status tab', group: 'Queue' },
  tab2: { keys: '2', label: 'Second status tab', group: 'Queue' },
  tab3: { keys: '3', label: 'Third status tab', group: 'Queue' },
  tab4: { keys: '4', label: 'Fourth status tab', group: 'Queue' },
  tab5: { keys: '5', label: 'Fifth status tab', group: 'Queue' },
  assign: { keys: 'a', label: 'Assign to me', group: 'Ticket' },
  status: { keys: 's', label: 'Change the status', group: 'Ticket' },
  priority: { keys: 'p', label: 'Change the priority', group: 'Ticket' },
  resolve: { keys: 'e', label: 'Resolve', group: 'Ticket' },
  unread: { keys: 'u', label: 'Mark unread', group: 'Ticket' },
  newest: { keys: 'End', label: 'Newest message', group: 'Ticket' },
  reply: { keys: 'r', label: 'Reply', group: 'Ticket' },
  note: { keys: 'n', label: 'Internal note', group: 'Ticket' },
  send: { keys: 'Mod+Enter', label: 'Send', group: 'Writing' },
  sendAndWait: { keys: 'Mod+Shift+Enter', label: 'Send and wait for the customer', group: 'Writing' },
  sendAndResolve: { keys: 'Mod+Alt+Enter', label: 'Send and resolve', group: 'Writing' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutName = keyof typeof SHORTCUTS;

/** What a shortcut does right now; later registrations (inner parts) win over earlier ones. */
type Active = { name: ShortcutName; run: () => void };
const [active, setActive] = createSignal<readonly Active[]>([]);

/** The shortcuts that would do something now, each once: the palette's commands. */
export const activeShortcuts = (): Active[] => [
  ...new Map(active().map((entry) => [entry.name, entry])).values(),
];

/** Gives a shortcut its meaning for as long as the calling component lives. */
export function useShortcut(name: ShortcutName, run: () => void): void {
  const entry = { name, run };
  onMount(() => setActive((all) => [...all, entry]));
  onCleanup(() => setActive((all) => all.filter((other) => other !== entry)));
}

/** Does what the shortcut stands for, if it stands for something here. */
export function runShortcut(name: ShortcutName): void {
  active()
    .findLast((entry) => entry.name === name)
    ?.run();
}

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=radio],[type=checkbox]), textarea, select'));

/** The one listener. Everything under an open dialog or menu belongs to that dialog or menu. */
export function listenForShortcuts(): void {
  const chord = createChords(() => active().map(({ name }) => SHORTCUTS[name].keys));
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (document.querySelector('dialog:modal, [popover]:popover-open')) return;
    const keys = chord(event);
    const found = keys && active().findLast(({ name }) => SHORTCUTS[name].keys === keys);
    if (!found || !keys) return;
    if (isSingleKey(keys) && (writes(event.target) || !preferences().keys)) return;
    event.preventDefault();
    found.run();
  };
  // On the window, as Solid hears for components on the document: what a component has handled is handled.
  onMount(() => window.addEventListener('keydown', listen));
  onCleanup(() => window.removeEventListener('keydown', listen));
}

const isApple = () => /mac|iphone|ipad/i.test(navigator.platform);
const SIGNS: Record<string, () => string> = {
  Mod: () => (isApple() ? '⌘' : 'Ctrl'),
  Alt: () => (isApple() ? '⌥' : 'Alt'),
  Shift: () => (isApple() ? '⇧' : 'Shift'),
  Enter: () => '↵',
  Escape: () => 'Esc',
};

/** The keys of a shortcut as this keyboard names them, key by key. */
export const keyNames = (name: ShortcutName): string[] =>
  SHORTCUTS[name].keys
    .split(/[+ ]/)
    .map((key) => SIGNS[key]?.() ?? (key.length === 1 ? key.toUpperCase() : key));

/** For `aria-keyshortcuts`; nothing while single keys are off. */
export function ariaKeys(name: ShortcutName): string | undefined {
  const { keys } = SHORTCUTS[name];
  if (isSingleKey(keys) && !preferences().keys) return undefined;
  return keys.replace('Mod', isApple() ? 'Meta' : 'Control');
}

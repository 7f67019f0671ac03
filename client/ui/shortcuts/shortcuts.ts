import { createSignal, onCleanup, onMount } from 'solid-js';
import { preferences } from '../../data/preferences.ts';
import { createSequenceMatcher, isSingleKey } from './key-sequence.ts';

/** The keys of every shortcut there is: the listener and the tooltips read this table; `shortcut-words.ts` says what they do. */
export const SHORTCUTS = {
  palette: 'Mod+k',
  search: '/',
  goQueue: 'g q',
  goMine: 'g m',
  goUnassigned: 'g u',
  goPeople: 'g p',
  goSettings: 'g s',
  help: '?',
  back: 'Escape',
  nextRow: 'j',
  previousRow: 'k',
  applyUpdates: '.',
  tab1: '1',
  tab2: '2',
  tab3: '3',
  tab4: '4',
  tab5: '5',
  assign: 'a',
  status: 's',
  priority: 'p',
  resolve: 'e',
  unread: 'u',
  newest: 'End',
  reply: 'r',
  note: 'n',
  send: 'Mod+Enter',
  sendAndWait: 'Mod+Shift+Enter',
  sendAndResolve: 'Mod+Alt+Enter',
} as const satisfies Record<string, string>;

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

const isTextInput = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=radio],[type=checkbox]), textarea, select'));

/** The one listener. Everything under an open dialog or menu belongs to that dialog or menu. */
export function listenForShortcuts(): void {
  const chord = createSequenceMatcher(() => active().map(({ name }) => SHORTCUTS[name]));
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (document.querySelector('dialog:modal, [popover]:popover-open')) return;
    const keys = chord(event);
    const found = keys && active().findLast(({ name }) => SHORTCUTS[name] === keys);
    if (!found || !keys) return;
    if (isSingleKey(keys) && (isTextInput(event.target) || !preferences().keys)) return;
    event.preventDefault();
    found.run();
  };
  // On the window, as Solid hears for components on the document: what a component has handled is handled.
  onMount(() => window.addEventListener('keydown', listen));
  onCleanup(() => window.removeEventListener('keydown', listen));
}

const isApple = () => /mac|iphone|ipad/i.test(navigator.platform);
const KEY_LABELS: Record<string, () => string> = {
  Mod: () => (isApple() ? '⌘' : 'Ctrl'),
  Alt: () => (isApple() ? '⌥' : 'Alt'),
  Shift: () => (isApple() ? '⇧' : 'Shift'),
  Enter: () => '↵',
  Escape: () => 'Esc',
};

/** The keys of a shortcut as this keyboard names them, key by key. */
export const keyLabels = (name: ShortcutName): string[] =>
  SHORTCUTS[name]
    .split(/[+ ]/)
    .map((key) => KEY_LABELS[key]?.() ?? (key.length === 1 ? key.toUpperCase() : key));

/** For `aria-keyshortcuts`; nothing while single keys are off. */
export function ariaKeys(name: ShortcutName): string | undefined {
  const keys = SHORTCUTS[name];
  if (isSingleKey(keys) && !preferences().keys) return undefined;
  return keys.replace('Mod', isApple() ? 'Meta' : 'Control');
}

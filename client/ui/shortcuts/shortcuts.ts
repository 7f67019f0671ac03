import { createSignal, onCleanup, onMount } from 'solid-js';
import { usePreferences } from '../../data/preferences.ts';
import { isComposing } from './is-composing.ts';
import { createSequenceMatcher, isSingleKey } from './key-sequence.ts';
import { isApple, platformKeyLabels } from './platform.ts';

/** The keys of every shortcut, for the listener and the tooltips. `shortcut-labels.ts` has their labels. */
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

/** A registered shortcut handler; the latest registration (the innermost component) wins. */
type ActiveShortcut = { name: ShortcutName; run: () => void };
const [active, setActive] = createSignal<readonly ActiveShortcut[]>([]);

/** The shortcuts that have a handler now, each once; the command palette lists them. */
export const activeShortcuts = (): ActiveShortcut[] => [
  ...new Map(active().map((entry) => [entry.name, entry])).values(),
];

/** Registers a handler for a shortcut while the calling component is mounted. */
export function useShortcut(name: ShortcutName, run: () => void): void {
  const entry = { name, run };
  onMount(() => setActive((all) => [...all, entry]));
  onCleanup(() => setActive((all) => all.filter((other) => other !== entry)));
}

/** Runs the handler of a shortcut, if one is registered. */
export function runShortcut(name: ShortcutName): void {
  active()
    .findLast((entry) => entry.name === name)
    ?.run();
}

const isTextInput = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=radio],[type=checkbox]), textarea, select'));

/** Installs the global key listener. It ignores keys while a dialog or menu is open. */
export function listenForShortcuts(): void {
  const { preferences } = usePreferences();
  const matchKeys = createSequenceMatcher(() => active().map(({ name }) => SHORTCUTS[name]));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isComposing(event) || event.repeat) return;
    if (document.querySelector('dialog:modal, [popover]:popover-open')) return;
    const keys = matchKeys(event);
    const shortcut = keys && active().findLast(({ name }) => SHORTCUTS[name] === keys);
    if (!shortcut || !keys) return;
    if (isSingleKey(keys) && (isTextInput(event.target) || !preferences().keys)) return;
    event.preventDefault();
    shortcut.run();
  };
  // On the window: Solid delegates events on the document, and `defaultPrevented` must be set by then.
  onMount(() => window.addEventListener('keydown', onKeyDown));
  onCleanup(() => window.removeEventListener('keydown', onKeyDown));
}

/** The keys of a shortcut with the labels and in the order of this platform. */
export const keyLabels = (name: ShortcutName): string[] => platformKeyLabels(SHORTCUTS[name]);

/** Returns the value for `aria-keyshortcuts`; undefined for single keys while these are off. */
export function useAriaKeys(): (name: ShortcutName) => string | undefined {
  const { preferences } = usePreferences();
  return (name) => {
    const keys = SHORTCUTS[name];
    if (isSingleKey(keys) && !preferences().keys) return undefined;
    return keys.replace('Mod', isApple() ? 'Meta' : 'Control');
  };
}

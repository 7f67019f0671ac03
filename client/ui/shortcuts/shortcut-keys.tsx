import { For, Show } from 'solid-js';
import { usePreferences } from '../../data/preferences.ts';
import { isSingleKey } from './key-sequence.ts';
import { keyLabels, SHORTCUTS, type ShortcutName } from './shortcuts.ts';

/** Shows the keys of a shortcut while it is active. Hidden from screen readers, which use `aria-keyshortcuts`. */
export function ShortcutKeys(props: { shortcut: ShortcutName }) {
  const { preferences } = usePreferences();
  const isActive = () => preferences().keys || !isSingleKey(SHORTCUTS[props.shortcut]);
  return (
    <Show when={isActive()}>
      <span class="keys" aria-hidden="true">
        <For each={keyLabels(props.shortcut)}>{(key) => <kbd class="hint">{key}</kbd>}</For>
      </span>
    </Show>
  );
}

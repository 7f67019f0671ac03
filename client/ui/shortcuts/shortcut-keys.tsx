import { For, Show } from 'solid-js';
import { preferences } from '../../data/preferences.ts';
import { isSingleKey } from './key-sequence.ts';
import { keyLabels, SHORTCUTS, type ShortcutName } from './shortcuts.ts';

/** A shortcut's keys, drawn small; for eyes only, as `aria-keyshortcuts` tells readers. Gone where they would do nothing. */
export function ShortcutKeys(props: { of: ShortcutName }) {
  const works = () => preferences().keys || !isSingleKey(SHORTCUTS[props.of]);
  return (
    <Show when={works()}>
      <span class="keys" aria-hidden="true">
        <For each={keyLabels(props.of)}>{(key) => <kbd class="hint">{key}</kbd>}</For>
      </span>
    </Show>
  );
}

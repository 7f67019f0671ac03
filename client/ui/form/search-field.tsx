import { createEffect, createSignal, createUniqueId, on, onCleanup, Show } from 'solid-js';
import { IconButton } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { ShortcutKeys } from '../shortcuts/shortcut-keys.tsx';
import { ariaKeys, useShortcut } from '../shortcuts/shortcuts.ts';

const PAUSE = 250;

/** A search that goes off a moment after the last letter; `/` leads here, Esc empties it, then leaves. */
export function SearchField(props: {
  label: string;
  placeholder: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const id = createUniqueId();
  const [text, setWords] = createSignal(props.value);
  let input!: HTMLInputElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const search = (next: string, pause = PAUSE) => {
    setWords(next);
    clearTimeout(timer);
    timer = setTimeout(() => next !== props.value && props.onSearch(next), pause);
  };
  // The address may change under the field (back, another view), but never while somebody types into it.
  createEffect(
    on(
      () => props.value,
      (value) => document.activeElement !== input && setWords(value),
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  useShortcut('search', () => input.select());
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') search(text(), 0);
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (text()) search('', 0);
    else input.blur();
  };
  return (
    <div class="search">
      <Icon name="search" />
      <label for={id} class="visually-hidden">
        {props.label}
      </label>
      <input
        ref={input}
        id={id}
        class="input"
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        placeholder={props.placeholder}
        maxlength="100"
        aria-keyshortcuts={ariaKeys('search')}
        value={text()}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <Show when={text()} fallback={<ShortcutKeys of="search" />}>
        <IconButton
          icon="close"
          label="Clear search"
          onClick={() => {
            search('', 0);
            input.focus();
          }}
        />
      </Show>
    </div>
  );
}

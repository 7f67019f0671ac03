import { createEffect, createSignal, createUniqueId, on, onCleanup, Show } from 'solid-js';
import { MAX_SEARCH_LENGTH } from '../../../shared/vocabulary.ts';
import { IconButton } from '../button.tsx';
import { focusHeading } from '../focus/focus-heading.ts';
import { Icon } from '../icon.tsx';
import { isComposing } from '../shortcuts/is-composing.ts';
import { ShortcutKeys } from '../shortcuts/shortcut-keys.tsx';
import { runShortcut, useAriaKeys, useShortcut } from '../shortcuts/shortcuts.ts';

/** The results of a search appear at most 200 ms after the last key. */
const DEBOUNCE_MS = 120;

/**
 * Search field with debounced input. `/` focuses it; Esc clears it, then leaves it. A text too long for the server is not
 * cut: the field names the problem and does not search.
 */
export function SearchField(props: {
  label: string;
  placeholder: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const id = createUniqueId();
  const ariaKeys = useAriaKeys();
  const [text, setText] = createSignal(props.value);
  const isTooLong = () => text().trim().length > MAX_SEARCH_LENGTH;
  let input!: HTMLInputElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const search = (next: string, delayMs = DEBOUNCE_MS) => {
    setText(next);
    clearTimeout(timer);
    if (isTooLong()) return;
    timer = setTimeout(() => next !== props.value && props.onSearch(next), delayMs);
  };
  // Navigation (back, another view) updates the text, but not while the field has the focus.
  createEffect(
    on(
      () => props.value,
      (value) => document.activeElement !== input && setText(value),
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  useShortcut('search', () => {
    // Beside an open ticket a narrow window hides it.
    if (!input.checkVisibility()) return runShortcut('palette');
    input.focus();
    input.select();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape and Enter during a composition cancel or confirm a word.
    if (isComposing(event)) return;
    if (event.key === 'Enter') search(text(), 0);
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (text()) search('', 0);
    else focusHeading();
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
        aria-invalid={isTooLong() ? 'true' : undefined}
        aria-describedby={isTooLong() ? `${id}-problem` : undefined}
        aria-keyshortcuts={ariaKeys('search')}
        value={text()}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Show when={isTooLong()}>
        <p class="search-problem" id={`${id}-problem`} role="alert">
          Search for at most {MAX_SEARCH_LENGTH} characters.
        </p>
      </Show>
      <Show when={text()} fallback={<ShortcutKeys shortcut="search" />}>
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

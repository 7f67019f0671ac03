import { createEffect, createSignal, createUniqueId, For, type JSX, onCleanup, Show } from 'solid-js';
import { ShortcutKeys } from '../shortcuts/shortcut-keys.tsx';
import { ariaKeys, type ShortcutName, useShortcut } from '../shortcuts/shortcuts.ts';

export type MenuItem = {
  label: JSX.Element;
  /** Set on choices: is it the present one? */
  current?: boolean;
  run: () => void;
};

const startsWith = (entry: HTMLElement, letter: string) =>
  entry.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase());

/** A button that opens a short list of things to do: native popover, arrow keys, Home, End, first letters. */
export function Menu(props: {
  /** What readers hear before the button's words. */
  label: string;
  button: JSX.Element;
  items: readonly MenuItem[];
  /** A line above the items, or in their place when there are none. */
  note?: JSX.Element;
  shortcut?: ShortcutName | undefined;
  class?: string | undefined;
}) {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  let button!: HTMLButtonElement;
  let list!: HTMLDivElement;
  if (props.shortcut) useShortcut(props.shortcut, () => list.showPopover());

  const place = () => {
    const anchor = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = list;
    const below = anchor.bottom + 4 + height <= innerHeight || anchor.top < height + 4;
    list.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - width - 8))}px`;
    list.style.top = `${below ? anchor.bottom + 4 : anchor.top - height - 4}px`;
  };
  createEffect(() => {
    if (!open()) return;
    addEventListener('resize', place);
    onCleanup(() => removeEventListener('resize', place));
  });
  const entries = () => [...list.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  const move = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const typed = event.key.length === 1 ? all.findIndex((entry) => startsWith(entry, event.key)) : -1;
    const to = typed >= 0 ? typed : { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') list.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={`menu-button ${props.class ?? ''}`}
        aria-haspopup="menu"
        aria-expanded={open()}
        aria-keyshortcuts={props.shortcut && ariaKeys(props.shortcut)}
        popovertarget={id}
      >
        <span class="visually-hidden">{props.label}: </span>
        {props.button}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabindex="-1"
        aria-label={props.label}
        class="menu"
        onKeyDown={move}
        on:toggle={(event: ToggleEvent) => {
          setOpen(event.newState === 'open');
          if (!open()) return;
          place();
          (entries().find((entry) => entry.ariaChecked === 'true') ?? entries()[0] ?? list).focus();
        }}
      >
        <Show when={props.note}>
          <p class="menu-note" role="presentation">
            {props.note}
            <Show when={props.shortcut}>{(name) => <ShortcutKeys of={name()} />}</Show>
          </p>
        </Show>
        <For each={props.items}>
          {(item) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: undefined, and so absent, on a plain item
            <button
              type="button"
              role={item.current === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.current}
              class="menu-item"
              tabindex="-1"
              onClick={() => {
                list.hidePopover();
                button.focus();
                item.run();
              }}
            >
              {item.label}
            </button>
          )}
        </For>
      </div>
    </>
  );
}

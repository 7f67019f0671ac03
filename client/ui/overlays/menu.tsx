import { createEffect, createSignal, createUniqueId, For, type JSX, onCleanup, Show } from 'solid-js';
import { ShortcutKeys } from '../shortcuts/shortcut-keys.tsx';
import { type ShortcutName, useAriaKeys, useShortcut } from '../shortcuts/shortcuts.ts';

export type MenuItem = {
  label: JSX.Element;
  /** For radio items: whether it is the current value. */
  current?: boolean;
  run: () => void;
};

const startsWith = (entry: HTMLElement, letter: string) =>
  entry.textContent?.trim().toLowerCase().startsWith(letter.toLowerCase());

/** A menu button on a native popover; supports arrow keys, Home, End and type-ahead. */
export function Menu(props: {
  /** Read by screen readers before the button's text. */
  label: string;
  button: JSX.Element;
  items: readonly MenuItem[];
  /** Text above the items, or in their place when there are none. */
  note?: JSX.Element;
  shortcut?: ShortcutName | undefined;
  /** Whether the menu ends where its button ends. */
  atEnd?: boolean;
  class?: string | undefined;
}) {
  const ariaKeys = useAriaKeys();
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  let button!: HTMLButtonElement;
  let list!: HTMLDivElement;

  const position = () => {
    const anchor = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = list;
    const below = anchor.bottom + 4 + height <= innerHeight || anchor.top < height + 4;
    const left = props.atEnd ? anchor.right - width : anchor.left;
    list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    list.style.top = `${below ? anchor.bottom + 4 : anchor.top - height - 4}px`;
  };
  createEffect(() => {
    if (!open()) return;
    addEventListener('resize', position);
    onCleanup(() => removeEventListener('resize', position));
  });
  const menuItems = () => [...list.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  const focusFirst = () =>
    (menuItems().find((item) => item.ariaChecked === 'true') ?? menuItems()[0] ?? list).focus();
  // At once: the toggle event comes later than the next key may be pressed.
  const openByKey = () => {
    list.showPopover();
    focusFirst();
  };
  if (props.shortcut) useShortcut(props.shortcut, openByKey);
  const onKeyDown = (event: KeyboardEvent) => {
    const all = menuItems();
    const current = all.indexOf(document.activeElement as HTMLElement);
    const isChord = event.ctrlKey || event.metaKey || event.altKey;
    const typeAhead =
      event.key.length === 1 && !isChord ? all.findIndex((item) => startsWith(item, event.key)) : -1;
    const target =
      typeAhead >= 0
        ? typeAhead
        : { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') list.hidePopover();
    if (target === undefined) return;
    event.preventDefault();
    all.at(target % all.length)?.focus();
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
        onKeyDown={onKeyDown}
        on:toggle={(event: ToggleEvent) => {
          setOpen(event.newState === 'open');
          if (!open()) return;
          position();
          if (!list.contains(document.activeElement)) focusFirst();
        }}
      >
        <Show when={props.note}>
          <p class="menu-note" role="presentation">
            {props.note}
            <Show when={props.shortcut}>{(name) => <ShortcutKeys shortcut={name()} />}</Show>
          </p>
        </Show>
        <For each={props.items}>
          {(item) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: undefined, so the attribute is absent on a plain item
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

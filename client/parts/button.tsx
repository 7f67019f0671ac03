import { type JSX, Show, splitProps } from 'solid-js';
import { Icon, type IconName } from './icon.tsx';
import { Keys } from './keys.tsx';
import { ariaKeys, type ShortcutName } from './shortcuts.ts';

type Own = {
  /** `primary` once per place; `quiet` has no border; the rest are plain. */
  kind?: 'primary' | 'quiet' | 'danger' | 'plain' | undefined;
  icon?: IconName | undefined;
  /** Waiting for the server: keeps its size and focus, does nothing twice. */
  busy?: boolean | undefined;
  /** Named in the tooltip and on the button itself. */
  shortcut?: ShortcutName | undefined;
  small?: boolean | undefined;
};

/** A button; the words are its children. */
export function Button(props: Own & JSX.ButtonHTMLAttributes<HTMLButtonElement>) {
  const [own, rest] = splitProps(props, [
    'kind',
    'icon',
    'busy',
    'shortcut',
    'small',
    'class',
    'children',
    'onClick',
  ]);
  const click: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (own.busy) event.preventDefault();
    else if (typeof own.onClick === 'function') own.onClick(event);
  };
  return (
    <button
      type="button"
      {...rest}
      class={`button ${own.kind ?? 'plain'} ${own.class ?? ''}`}
      classList={{ small: own.small, busy: own.busy }}
      aria-disabled={own.busy || undefined}
      aria-keyshortcuts={own.shortcut && ariaKeys(own.shortcut)}
      onClick={click}
    >
      <Show when={own.icon}>{(name) => <Icon name={name()} />}</Show>
      {own.children}
      <Show when={own.shortcut}>{(name) => <Keys of={name()} />}</Show>
    </button>
  );
}

/** A button that is only a drawing: the label is for readers and the tooltip. */
export function IconButton(
  props: { icon: IconName; label: string; shortcut?: ShortcutName | undefined } & Omit<
    JSX.ButtonHTMLAttributes<HTMLButtonElement>,
    'children'
  >,
) {
  const [own, rest] = splitProps(props, ['icon', 'label', 'shortcut', 'class']);
  return (
    <button
      type="button"
      {...rest}
      class={`icon-button ${own.class ?? ''}`}
      aria-label={own.label}
      title={own.label}
      aria-keyshortcuts={own.shortcut && ariaKeys(own.shortcut)}
    >
      <Icon name={own.icon} />
    </button>
  );
}

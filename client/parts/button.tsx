import { type JSX, Show, splitProps } from 'solid-js';
import { Icon, type IconName } from './icon.tsx';

/** What a button may say beside what every HTML button may. */
export type ButtonProps = {
  /** `primary` once per place; `quiet` has no border; the rest are plain. */
  kind?: 'primary' | 'quiet' | 'danger' | 'plain' | undefined;
  icon?: IconName | undefined;
  /** Waiting for the server: keeps its size and focus, does nothing twice. */
  busy?: boolean | undefined;
  small?: boolean | undefined;
} & JSX.ButtonHTMLAttributes<HTMLButtonElement>;

/** A button; the words are its children. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['kind', 'icon', 'busy', 'small', 'class', 'children', 'onClick']);
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
      aria-disabled={own.busy || rest['aria-disabled'] || undefined}
      onClick={click}
    >
      <Show when={own.icon}>{(name) => <Icon name={name()} />}</Show>
      {own.children}
    </button>
  );
}

/** A button that is only a drawing: the label is for readers and the tooltip. */
export function IconButton(
  props: { icon: IconName; label: string } & Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'children'>,
) {
  const [own, rest] = splitProps(props, ['icon', 'label', 'class']);
  return (
    <button
      type="button"
      {...rest}
      class={`icon-button ${own.class ?? ''}`}
      aria-label={own.label}
      title={own.label}
    >
      <Icon name={own.icon} />
    </button>
  );
}

import { type JSX, Show } from 'solid-js';
import { Icon, type IconName } from './icon.tsx';

/** All that a button here can be told: named one by one, so that no machinery for any attribute there is gets loaded. */
export type ButtonProps = {
  /** `primary` once per place; `ghost` has no border; the rest are plain. */
  kind?: 'primary' | 'ghost' | 'danger' | 'plain' | undefined;
  type?: 'submit' | undefined;
  icon?: IconName | undefined;
  /** Waiting for the server: keeps its size and focus, does nothing twice. */
  busy?: boolean | undefined;
  small?: boolean | undefined;
  class?: string | undefined;
  /** Has the focus when the dialog it stands in opens. */
  autofocus?: boolean | undefined;
  ref?: ((button: HTMLButtonElement) => void) | undefined;
  'aria-disabled'?: boolean | undefined;
  'aria-keyshortcuts'?: string | undefined;
  onClick?: JSX.EventHandler<HTMLButtonElement, MouseEvent> | undefined;
  children: JSX.Element;
};

/** A button; the words are its children. */
export function Button(props: ButtonProps) {
  const click: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (props.busy) event.preventDefault();
    else props.onClick?.(event);
  };
  return (
    <button
      ref={props.ref}
      type={props.type ?? 'button'}
      class={`button ${props.kind ?? 'plain'} ${props.class ?? ''}`}
      classList={{ small: props.small, busy: props.busy }}
      aria-disabled={props.busy || props['aria-disabled'] || undefined}
      aria-keyshortcuts={props['aria-keyshortcuts']}
      autofocus={props.autofocus}
      onClick={click}
    >
      <Show when={props.icon}>{(name) => <Icon name={name()} />}</Show>
      {props.children}
    </button>
  );
}

/** A button that is only a drawing: the label is for readers and the tooltip. */
export function IconButton(props: { icon: IconName; label: string; class?: string; onClick: () => void }) {
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ''}`}
      aria-label={props.label}
      title={props.label}
      onClick={() => props.onClick()}
    >
      <Icon name={props.icon} />
    </button>
  );
}

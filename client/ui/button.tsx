import { type JSX, Show } from 'solid-js';
import { Icon, type IconName } from './icon.tsx';

/** The supported attributes, listed explicitly: a spread would add Solid’s runtime for arbitrary attributes to the bundle. */
export type ButtonProps = {
  /** `primary` at most once per section; `ghost` has no border. */
  kind?: 'primary' | 'ghost' | 'danger' | 'plain' | undefined;
  type?: 'submit' | undefined;
  icon?: IconName | undefined;
  /** A request is running: clicks are ignored; size and focus stay. */
  busy?: boolean | undefined;
  small?: boolean | undefined;
  class?: string | undefined;
  /** Receives the focus when its dialog opens. */
  autofocus?: boolean | undefined;
  ref?: ((button: HTMLButtonElement) => void) | undefined;
  'aria-disabled'?: boolean | undefined;
  'aria-keyshortcuts'?: string | undefined;
  onClick?: JSX.EventHandler<HTMLButtonElement, MouseEvent> | undefined;
  children: JSX.Element;
};

/** A text button with an optional icon. */
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

/** A button with only an icon; the label is its accessible name and tooltip. */
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

import { Button, type ButtonProps } from '../button.tsx';
import { ShortcutKeys } from './shortcut-keys.tsx';
import { type ShortcutName, useAriaKeys } from './shortcuts.ts';

/** A button that shows its shortcut. Separate from `Button` to keep shortcuts out of the sign-in bundle. */
export function ShortcutButton(
  props: { shortcut: ShortcutName } & Omit<ButtonProps, 'type' | 'class' | 'aria-keyshortcuts'>,
) {
  const ariaKeys = useAriaKeys();
  return (
    <Button
      ref={props.ref}
      kind={props.kind}
      icon={props.icon}
      busy={props.busy}
      small={props.small}
      aria-disabled={props['aria-disabled']}
      aria-keyshortcuts={ariaKeys(props.shortcut)}
      onClick={(event) => props.onClick?.(event)}
    >
      {props.children}
      <ShortcutKeys shortcut={props.shortcut} />
    </Button>
  );
}

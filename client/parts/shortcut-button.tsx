import { splitProps } from 'solid-js';
import { Button, type ButtonProps } from './button.tsx';
import { Keys } from './keys.tsx';
import { ariaKeys, type ShortcutName } from './shortcuts.ts';

/** A button that names the keys doing the same. Not part of `Button`, so that the sign-in page needs no shortcuts. */
export function ShortcutButton(props: { shortcut: ShortcutName } & ButtonProps) {
  const [own, rest] = splitProps(props, ['shortcut', 'children']);
  return (
    <Button {...rest} aria-keyshortcuts={ariaKeys(own.shortcut)}>
      {own.children}
      <Keys of={own.shortcut} />
    </Button>
  );
}

import { type Accessor, createSignal, onCleanup } from 'solid-js';

/**
 * A composer is one line at rest and grows while it has the focus or a text. It shrinks only after the pointer is
 * released: the thread above moves then, and the element that was pressed must still be under the pointer.
 */
export function createExpansion(section: () => HTMLElement, hasText: Accessor<boolean>) {
  const [hasFocus, setHasFocus] = createSignal(false);
  let isPressed = false;
  const update = () => setHasFocus(section().contains(document.activeElement));
  const onPress = () => {
    isPressed = true;
  };
  const onRelease = () => {
    isPressed = false;
    // After the click event.
    setTimeout(update);
  };
  addEventListener('pointerdown', onPress, true);
  for (const type of ['pointerup', 'pointercancel']) addEventListener(type, onRelease, true);
  onCleanup(() => {
    removeEventListener('pointerdown', onPress, true);
    for (const type of ['pointerup', 'pointercancel']) removeEventListener(type, onRelease, true);
  });
  return {
    isExpanded: () => hasFocus() || hasText(),
    onFocusIn: () => setHasFocus(true),
    onFocusOut: () => !isPressed && queueMicrotask(update),
  };
}

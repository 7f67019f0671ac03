/**
 * Reports whether the mouse is over a child of the element or the keyboard focus is inside it. Ignores touch, a pointer that
 * has not moved since the page rendered, and the empty area below the last row.
 */
export function pauseWhileHovered(element: HTMLElement, onChange: (paused: boolean) => void): void {
  let isHovered = false;
  let hasFocus = false;
  const notify = () => onChange(isHovered || hasFocus);
  element.addEventListener('pointermove', (event) => {
    const canHover = event.pointerType === 'mouse' || event.pointerType === 'pen';
    isHovered = canHover && event.target !== element;
    notify();
  });
  element.addEventListener('pointerleave', () => {
    isHovered = false;
    notify();
  });
  element.addEventListener('focusin', (event) => {
    hasFocus = event.target instanceof Element && event.target.matches(':focus-visible');
    notify();
  });
  element.addEventListener('focusout', (event) => {
    hasFocus = event.relatedTarget instanceof Node && element.contains(event.relatedTarget);
    notify();
  });
}

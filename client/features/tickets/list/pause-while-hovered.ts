/**
 * Says when the pointer is on something in an element, or the focus inside it. A finger that taps and goes does not count, nor
 * does a pointer that a new page came under, or that rests in the emptiness below the last row: nothing is aimed at.
 */
export function pauseWhileHovered(element: HTMLElement, hold: (held: boolean) => void): void {
  let pointed = false;
  let focused = false;
  const notify = () => hold(pointed || focused);
  element.addEventListener('pointermove', (event) => {
    const aims = event.pointerType === 'mouse' || event.pointerType === 'pen';
    pointed = aims && event.target !== element;
    notify();
  });
  element.addEventListener('pointerleave', () => {
    pointed = false;
    notify();
  });
  element.addEventListener('focusin', (event) => {
    focused = event.target instanceof Element && event.target.matches(':focus-visible');
    notify();
  });
  element.addEventListener('focusout', (event) => {
    focused = event.relatedTarget instanceof Node && element.contains(event.relatedTarget);
    notify();
  });
}

/** Says when the pointer or the focus is inside an element; a finger that taps and goes does not count. */
export function holdWhilePointed(element: HTMLElement, hold: (held: boolean) => void): void {
  let pointed = false;
  let focused = false;
  const tell = () => hold(pointed || focused);
  element.addEventListener('pointerenter', (event) => {
    pointed = event.pointerType === 'mouse' || event.pointerType === 'pen';
    tell();
  });
  element.addEventListener('pointerleave', () => {
    pointed = false;
    tell();
  });
  element.addEventListener('focusin', (event) => {
    focused = event.target instanceof Element && event.target.matches(':focus-visible');
    tell();
  });
  element.addEventListener('focusout', (event) => {
    focused = event.relatedTarget instanceof Node && element.contains(event.relatedTarget);
    tell();
  });
}

/** Focuses the heading of the page: where the focus goes when its element is left or removed. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true });
}

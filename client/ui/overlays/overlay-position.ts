const GAP_PX = 12;
const MIN_BOTTOM_PX = 16;

/**
 * Places a fixed element centred above the composer, or above the end of the page without one, and never over the
 * current row or the focused control. Follows the page while the element has children; the page itself does not move.
 * Returns a function that ends this.
 */
export function placeOverlay(element: HTMLElement): () => void {
  let frame = 0;
  const sizes = new ResizeObserver(schedule);
  function place(): void {
    frame = 0;
    if (element.childElementCount === 0) return;
    const anchors = document.querySelectorAll('#main, #main .composer');
    for (const target of [element, ...anchors]) sizes.observe(target);
    const { bottom, center, width } = overlayPlace(element);
    element.style.insetBlockEnd = `${bottom}px`;
    element.style.setProperty('--center', `${center}px`);
    element.style.setProperty('--room', `${width}px`);
  }
  function schedule(): void {
    frame ||= requestAnimationFrame(place);
  }
  const changes = new MutationObserver(schedule);
  changes.observe(document.body, { childList: true, subtree: true });
  const events = ['resize', 'focusin', 'scroll'] as const;
  for (const name of events) addEventListener(name, schedule, { capture: true, passive: true });
  place();
  return () => {
    cancelAnimationFrame(frame);
    sizes.disconnect();
    changes.disconnect();
    for (const name of events) removeEventListener(name, schedule, { capture: true });
  };
}

function overlayPlace(element: HTMLElement): { bottom: number; center: number; width: number } {
  const main = (document.querySelector('#main') ?? document.body).getBoundingClientRect();
  const composer = document.querySelector('#main .composer')?.getBoundingClientRect();
  const isComposerVisible = composer && composer.height > 0 && composer.top < innerHeight - MIN_BOTTOM_PX;
  const { left, width } = isComposerVisible ? composer : main;
  const end = isComposerVisible ? composer.top : Math.min(main.bottom, innerHeight);
  const bottom = Math.max(MIN_BOTTOM_PX, innerHeight - end + GAP_PX);
  return { bottom: clearOfUse(element, bottom), center: left + width / 2, width };
}

/** Moves the overlay above the row or control in use, if it would cover that. */
function clearOfUse(element: HTMLElement, bottom: number): number {
  const own = element.getBoundingClientRect();
  const [top, end] = [innerHeight - bottom - own.height, innerHeight - bottom];
  const covered = [document.activeElement, ...document.querySelectorAll('li > a[aria-current]')]
    .filter((used) => used !== null && used !== document.body && !element.contains(used))
    .map((used) => (used?.closest('li') ?? used)?.getBoundingClientRect())
    .find(
      (used) => used && used.top < end && used.bottom > top && used.left < own.right && used.right > own.left,
    );
  const raised = covered && innerHeight - covered.top + GAP_PX;
  return raised === undefined || raised + own.height > innerHeight ? bottom : raised;
}

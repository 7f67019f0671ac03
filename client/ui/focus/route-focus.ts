import { onCleanup, onMount } from 'solid-js';

/** The link each place in the browser's history was left by, so that going back finds it again. */
const departureLinks = new Map<number, string>();
const depth = (): number => Number((history.state as { _depth?: number } | null)?._depth ?? 0);
let returning: string | undefined;
let first = true;

/**
 * Watches links and the back button, as the router moves no focus. Call once, before the router is made: it draws the page
 * within its own listener, and by then this one must know where one returns to.
 */
export function trackNavigation(): void {
  const click = (event: MouseEvent) => {
    const link = event.target instanceof Element && event.target.closest('a[href]');
    if (!link) return;
    departureLinks.set(depth(), link.getAttribute('href') ?? '');
    returning = undefined;
    first = false;
  };
  const pop = () => {
    returning = departureLinks.get(depth());
    first = false;
  };
  document.addEventListener('click', click, true);
  addEventListener('popstate', pop);
  onCleanup(() => {
    document.removeEventListener('click', click, true);
    removeEventListener('popstate', pop);
  });
}

/** The next arrival goes to this link if it is there: Esc and "back to the list" return to the row one came from. */
export function restoreFocusTo(href: string | undefined): void {
  returning = href;
  first = false;
}

/** Moves the focus to the heading of a page that just opened, or to the link one returns to. Not at the first page. */
export function focusOnNavigation(heading: () => HTMLElement): void {
  onMount(() => {
    const wanted = returning;
    returning = undefined;
    if (first) {
      first = false;
      return;
    }
    heading().focus({ preventScroll: true });
    if (wanted) focusWhenRendered(wanted, heading(), 8);
  });
}

/** A list fills a moment after its page: look again while nobody has moved on. */
function focusWhenRendered(href: string, heading: HTMLElement, tries: number): void {
  const link = document.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`);
  const moved = document.activeElement !== heading && document.activeElement !== document.body;
  if (moved || tries === 0) return;
  if (link) link.focus({ preventScroll: false });
  else setTimeout(() => focusWhenRendered(href, heading, tries - 1), 100);
}

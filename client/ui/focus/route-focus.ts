import { onCleanup, onMount } from 'solid-js';

/** For each entry of the browser history, the link that left it; going back restores the focus to that link. */
const departureLinks = new Map<number, string>();
const depth = (): number => Number((history.state as { _depth?: number } | null)?._depth ?? 0);
let returnHref: string | undefined;
let isFirstPage = true;

/**
 * Tracks link clicks and the back button, because the router does not move the focus. Call once, before the router is
 * created: the router renders in its own `popstate` listener, and this listener must run first.
 */
export function trackNavigation(): void {
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element && event.target.closest('a[href]');
    if (!link) return;
    departureLinks.set(depth(), link.getAttribute('href') ?? '');
    returnHref = undefined;
    isFirstPage = false;
  };
  const onPopState = () => {
    returnHref = departureLinks.get(depth());
    isFirstPage = false;
  };
  document.addEventListener('click', onClick, true);
  addEventListener('popstate', onPopState);
  onCleanup(() => {
    document.removeEventListener('click', onClick, true);
    removeEventListener('popstate', onPopState);
  });
}

/** Focuses this link after the next navigation, if it exists: Esc returns to the row of the closed ticket. */
export function restoreFocusTo(href: string | undefined): void {
  returnHref = href;
  isFirstPage = false;
}

/** A search that narrows the list is a navigation too; it must not take the field from the user who types into it. */
const isSearching = (): boolean => document.activeElement?.matches('input[type=search]') === true;

/** Focuses the heading of a page that has just opened, or the link set by `restoreFocusTo`. Not on the first page load. */
export function focusOnNavigation(heading: () => HTMLElement): void {
  onMount(() => {
    const href = returnHref;
    returnHref = undefined;
    if (isFirstPage) {
      isFirstPage = false;
      return;
    }
    if (isSearching()) return;
    heading().focus({ preventScroll: true });
    if (href) focusWhenRendered(href, heading(), MAX_ATTEMPTS);
  });
}

const MAX_ATTEMPTS = 8;
const RETRY_MS = 100;

/** The rows of a list load after their page: retries until the link exists or the user moves the focus. */
function focusWhenRendered(href: string, heading: HTMLElement, attemptsLeft: number): void {
  const link = document.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`);
  const focusMoved = document.activeElement !== heading && document.activeElement !== document.body;
  if (focusMoved || attemptsLeft === 0) return;
  if (link) link.focus({ preventScroll: false });
  else setTimeout(() => focusWhenRendered(href, heading, attemptsLeft - 1), RETRY_MS);
}

let keeps = false;
/** What has the focus, and where it goes if that is taken off the page. */
type FocusTarget = { element: Element; fallback: () => HTMLElement | null | undefined };

/**
 * A button that has done its work goes, a row leaves the list: the focus then passes to what stands in its place, not to the
 * top of the page, where nobody who types or listens would look for it. For good: nothing in it is of one person.
 */
export function installFocusFallback(): void {
  if (keeps) return;
  keeps = true;
  let place: FocusTarget | undefined;
  let outside: Element | undefined;
  const arrive = ({ target }: FocusEvent) => {
    if (!(target instanceof Element)) return;
    const before = outside;
    const passing = target.closest('.toasts') !== null;
    if (!passing) outside = target;
    place = { element: target, fallback: passing ? () => asItIs(before) : neighbour(target) };
  };
  const leave = ({ target, relatedTarget }: FocusEvent) => {
    // Who clicks beside everything wants the focus nowhere. Only a moment later is it plain that nothing was taken away.
    if (relatedTarget === null)
      queueMicrotask(() => {
        if (place?.element === target && place?.element.isConnected) place = undefined;
      });
  };
  const watch = new MutationObserver(() => {
    if (!place || place.element.isConnected || document.activeElement !== document.body) return;
    const { fallback: heir } = place;
    place = undefined;
    (heir() ?? document.querySelector<HTMLElement>('#main h1'))?.focus({ preventScroll: true });
  });
  document.addEventListener('focusin', arrive);
  document.addEventListener('focusout', leave);
  watch.observe(document.body, { childList: true, subtree: true });
}

const asItIs = (element: Element | undefined) =>
  element instanceof HTMLElement && element.isConnected ? element : undefined;

/** In a list of links: the link of the same row, or of the one that stands there now. */
function neighbour(element: Element): FocusTarget['fallback'] {
  const row = element.closest('li');
  const list = row?.parentElement;
  if (!row || !list) return () => undefined;
  const at = [...list.children].indexOf(row);
  return () => {
    const now = row.isConnected ? row : (list.children[at] ?? list.lastElementChild);
    return now?.querySelector<HTMLElement>(':scope > a');
  };
}

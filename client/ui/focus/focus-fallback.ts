let isInstalled = false;
/** The focused element, and where the focus moves if that element is removed. */
type FocusTarget = { element: Element; fallback: () => HTMLElement | null | undefined };

/**
 * When the focused element is removed (a used button, a row that left the list), moves the focus to the element in its
 * place; browsers would reset it to the top of the page. Never uninstalled: it holds no user data.
 */
export function installFocusFallback(): void {
  if (isInstalled) return;
  isInstalled = true;
  let current: FocusTarget | undefined;
  let lastOutsideToasts: Element | undefined;
  const onFocusIn = ({ target }: FocusEvent) => {
    if (!(target instanceof Element)) return;
    const before = lastOutsideToasts;
    const isInToast = target.closest('.toasts') !== null;
    if (!isInToast) lastOutsideToasts = target;
    current = { element: target, fallback: isInToast ? () => ifConnected(before) : neighbour(target) };
  };
  const onFocusOut = ({ target, relatedTarget }: FocusEvent) => {
    // A click outside any control clears the focus on purpose. A removed element is disconnected only after this event.
    if (relatedTarget === null)
      queueMicrotask(() => {
        if (current?.element === target && current?.element.isConnected) current = undefined;
      });
  };
  const observer = new MutationObserver(() => {
    if (!current || current.element.isConnected || document.activeElement !== document.body) return;
    const { fallback } = current;
    current = undefined;
    (fallback() ?? document.querySelector<HTMLElement>('#main h1'))?.focus({ preventScroll: true });
  });
  document.addEventListener('focusin', onFocusIn);
  document.addEventListener('focusout', onFocusOut);
  observer.observe(document.body, { childList: true, subtree: true });
}

const ifConnected = (element: Element | undefined) =>
  element instanceof HTMLElement && element.isConnected ? element : undefined;

/** In a list: the link of the same row, or of the row that takes its place: the next one, else the one before it. */
function neighbour(element: Element): FocusTarget['fallback'] {
  const row = element.closest('li');
  const list = row?.parentElement;
  if (!row || !list) return () => undefined;
  // Rows come and go above it too, so an index would lead elsewhere.
  const rows = [...list.children];
  const index = rows.indexOf(row);
  const candidates = [...rows.slice(index), ...rows.slice(0, index).reverse()];
  return () =>
    candidates.find((other) => other.parentElement === list)?.querySelector<HTMLElement>(':scope > a');
}

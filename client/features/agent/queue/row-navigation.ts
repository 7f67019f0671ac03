import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';

/** `j` and `k` move the focus through the rows, starting at the open ticket; Enter follows the link natively. */
export function createRowNavigation(list: () => HTMLElement, openId: () => number | undefined): void {
  const links = () => [...list().querySelectorAll<HTMLAnchorElement>('a.row')];
  const moveFocus = (step: 1 | -1) => {
    const rows = links();
    const focused = rows.findIndex((link) => link.closest('li')?.contains(document.activeElement));
    const open = rows.findIndex((link) => link.dataset.id === String(openId()));
    const current = focused >= 0 ? focused : open;
    const target = current < 0 ? (step > 0 ? 0 : rows.length - 1) : current + step;
    // Without this option, a focus moved by script from a text field shows no focus ring.
    rows[Math.max(0, Math.min(rows.length - 1, target))]?.focus({ focusVisible: true } as FocusOptions);
  };
  useShortcut('nextRow', () => moveFocus(1));
  useShortcut('previousRow', () => moveFocus(-1));
}

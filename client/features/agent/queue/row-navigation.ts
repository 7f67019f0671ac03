import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';

/** `j` and `k` walk the rows as they stand, beginning at the open ticket; the native Enter opens. */
export function createRowNavigation(list: () => HTMLElement, openId: () => number | undefined): void {
  const links = () => [...list().querySelectorAll<HTMLAnchorElement>('a.row')];
  const moveFocus = (step: 1 | -1) => {
    const all = links();
    const focused = all.findIndex((link) => link.closest('li')?.contains(document.activeElement));
    const open = all.findIndex((link) => link.dataset.id === String(openId()));
    const at = focused >= 0 ? focused : open;
    const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
    // A focus moved by script from a text field would not show a ring by itself.
    all[Math.max(0, Math.min(all.length - 1, to))]?.focus({ focusVisible: true } as FocusOptions);
  };
  useShortcut('nextRow', () => moveFocus(1));
  useShortcut('previousRow', () => moveFocus(-1));
}

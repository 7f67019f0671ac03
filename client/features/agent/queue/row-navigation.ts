import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, on, onMount } from 'solid-js';
import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { useVisibleOrder } from './visible-order.ts';

/**
 * `j` and `k` open the next and previous ticket while one is open; otherwise they move the focus through the rows, and Enter
 * follows the link natively. The place in the list survives when its row leaves.
 */
export function createRowNavigation(list: () => HTMLElement, openId: () => number | undefined): void {
  const order = useVisibleOrder();
  const navigate = useNavigate();
  const location = useLocation();
  let placeId: number | undefined;

  const linkOf = (id: number) => list().querySelector<HTMLAnchorElement>(`a.row[data-id="${id}"]`);
  // Without this option, a focus moved by script from a text field shows no focus ring.
  const focusRow = (id: number) => linkOf(id)?.focus({ focusVisible: true } as FocusOptions);
  const move = (step: 1 | -1) => {
    const from = openId() ?? placeId;
    const target = from === undefined ? order.end(step) : order.neighbour(from, step);
    if (target === undefined) return;
    if (openId() === undefined) focusRow(target);
    // One entry in the browser history for the whole walk: Back returns to the list.
    else navigate(`/queue/${target}${location.search}`, { replace: true, scroll: false });
  };

  onMount(() =>
    list().addEventListener('focusin', ({ target }) => {
      const row = target instanceof Element && target.closest('li')?.querySelector<HTMLElement>('a.row');
      if (row) placeId = Number(row.dataset.id);
    }),
  );
  createEffect(
    on(openId, (id, previousId) => {
      if (id !== undefined) placeId = id;
      // The closed ticket's own row gets the focus by itself, if it is still shown.
      else if (previousId !== undefined && !order.has(previousId)) focusPlaceOf(previousId);
    }),
  );
  function focusPlaceOf(id: number): void {
    const target = order.next(id);
    // After the page's heading has taken the focus.
    requestAnimationFrame(() => {
      if (target !== undefined && !document.activeElement?.matches('a, input, textarea, select'))
        focusRow(target);
    });
  }
  useShortcut('nextRow', () => move(1));
  useShortcut('previousRow', () => move(-1));
}

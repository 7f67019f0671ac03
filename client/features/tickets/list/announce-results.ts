import { createEffect, onCleanup } from 'solid-js';
import type { TicketList } from '../../../data/tickets/live-list.ts';
import { useAnnouncer } from '../../../ui/feedback/live-region.tsx';

/** A search that changes as the user types is not announced. */
const SETTLE_MS = 600;

/** Announces the number of results of a search to screen readers. */
export function announceResults(list: TicketList): void {
  const announce = useAnnouncer();
  createEffect(() => {
    const { total, query, state } = list;
    if (query.q === undefined || state !== 'ready') return;
    const text = total === 1 ? '1 ticket found' : `${total} tickets found`;
    const timer = setTimeout(() => announce.polite(text), SETTLE_MS);
    onCleanup(() => clearTimeout(timer));
  });
}

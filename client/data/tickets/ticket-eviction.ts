import { createEffect } from 'solid-js';
import type { ClientCore } from '../client-core.ts';
import { createThrottledTask } from '../lib/throttled-task.ts';

const MIN_INTERVAL_MS = 1_000;

/** Returns the ids of the tickets a module shows, or `busy` while it loads tickets it does not show yet. */
export type Retainer = () => Iterable<number> | 'busy';

/**
 * Bounds the number of tickets in memory: above `core.maxTickets` it removes those that no list or thread shows. A later
 * event or response stores them again.
 */
export function createTicketEviction({ store, unread, maxTickets }: ClientCore) {
  const retainers = new Set<Retainer>();
  const evict = createThrottledTask(async () => {
    const retained = new Set<number>();
    for (const retainer of retainers) {
      const ids = retainer();
      if (ids === 'busy') return evict();
      for (const id of ids) retained.add(id);
    }
    unread.forget(store.evictExcept(retained));
  }, MIN_INTERVAL_MS);

  createEffect(() => {
    store.changed();
    if (store.size() > maxTickets) evict();
  });
  return { retain: (retainer: Retainer): void => void retainers.add(retainer) };
}

import { type Accessor, createMemo, on } from 'solid-js';
import type { ClientCore } from '../client-core.ts';
import { deepEqual } from '../lib/deep-equal.ts';
import { createRefCountedCache } from '../lib/ref-counted-cache.ts';
import { keyOf, type ListQuery } from './list-query.ts';
import { createLiveList, type LiveList, type TicketList } from './live-list.ts';
import { createTicketEviction } from './ticket-eviction.ts';

const MAX_IDLE_LISTS = 8;

/** The ticket lists of one client: created on demand and kept exact for a while after their page is left. */
export function createTicketLists(core: ClientCore) {
  // Seam: a key is a query written by `keyOf`.
  const lists = createRefCountedCache(MAX_IDLE_LISTS, (key, isActive) =>
    createLiveList(core, JSON.parse(key) as ListQuery, isActive),
  );

  core.use(createTicketEviction).retain(() => {
    const active = lists.active();
    if (active.some((list) => list.isBusy())) return 'busy';
    // An idle list would be incomplete without the evicted tickets.
    lists.evictIdle();
    return active.flatMap((list) => list.tickets.map(({ id }) => id));
  });
  core.onEvent(({ event }) => {
    for (const list of lists.all()) list.applyEvent(event);
  });
  core.onReset(() => {
    lists.evictIdle();
    for (const list of lists.all()) list.reset();
  });
  core.onConnected(({ again }) => {
    for (const list of lists.active()) if (list.error) list.retry();
    if (again) for (const list of lists.all()) list.refresh();
  });

  function open(query: Accessor<ListQuery>): TicketList {
    const key = createMemo(() => keyOf(query()));
    const list = createMemo(on(key, (current) => lists.acquire(current)));
    /** While a list loads with another search or sort, its tickets are those from before. */
    const shown = createMemo<LiveList>((last) => {
      const isSameList = last !== undefined && deepEqual(last.query.filter, list().query.filter);
      return isSameList && list().state === 'loading' ? last : list();
    });
    return {
      get state() {
        return list().state;
      },
      get tickets() {
        return shown().tickets;
      },
      get total() {
        return shown().total;
      },
      get query() {
        return shown().query;
      },
      match: (ticketId) => shown().match(ticketId),
      get error() {
        return list().error;
      },
      get hasMore() {
        return shown().hasMore;
      },
      get loadingMore() {
        return shown().loadingMore;
      },
      retry: () => list().retry(),
      loadMore: () => list().loadMore(),
    };
  }

  return { open };
}

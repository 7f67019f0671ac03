import { type Accessor, createMemo, on } from 'solid-js';
import type { Filter, Sort } from '../../../shared/ticket-list.ts';
import type { RequestError } from '../http/request.ts';
import { createRefCountedCache } from '../lib/ref-counted-cache.ts';
import { createLiveList } from './live-list.ts';
import type { TicketCache } from './ticket-cache.ts';
import type { ClientTicket } from './ticket-store.ts';

/** Which list a page wants; `q` is a search text as the server takes it (a number, or 2–100 characters). */
export type ListQuery = { filter: Filter; sort: Sort; q?: string | undefined };

/** A live list: at any time what the server would answer for the same length. Getters, all reactive. */
export type TicketList = {
  readonly state: 'loading' | 'ready' | 'failed';
  /** In order. The objects are the store's own: the same ticket is the same object in every list and thread. */
  readonly tickets: readonly ClientTicket[];
  /** How many there are on the server; undefined while loading. */
  readonly total: number | undefined;
  readonly error: RequestError | undefined;
  retry: () => void;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  loadMore: () => void;
};

const IDLE_LISTS = 8;

/** The lists of one desk: made on demand, and kept exact a while after their page is left. */
export function createTicketLists(ground: TicketCache, page: number) {
  // Seam: the key is a wish written as JSON by `keyOf`, and by nobody else.
  const lists = createRefCountedCache(IDLE_LISTS, (key, isUsed) =>
    createLiveList(ground, JSON.parse(key) as ListQuery, { page, isUsed }),
  );

  function open(query: Accessor<ListQuery>): TicketList {
    const key = createMemo(() => keyOf(query()));
    const list = createMemo(on(key, (wanted) => lists.acquire(wanted)));
    return {
      get state() {
        return list().state;
      },
      get tickets() {
        return list().tickets;
      },
      get total() {
        return list().total;
      },
      get error() {
        return list().error;
      },
      get hasMore() {
        return list().hasMore;
      },
      get loadingMore() {
        return list().loadingMore;
      },
      retry: () => list().retry(),
      loadMore: () => list().loadMore(),
    };
  }

  return { ...lists, open };
}

/** The same wish, however it is written, is the same list. */
function keyOf({ filter: { status, priority, assignee, customer }, sort, q }: ListQuery): string {
  const filter = { status: status?.toSorted(), priority: priority?.toSorted(), assignee, customer };
  return JSON.stringify({ filter, sort, q: q?.trim() || undefined });
}

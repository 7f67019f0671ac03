import type { Filter, Sort } from '../../shared/queue.ts';
import type { Failure } from './api.ts';
import type { DeskTicket } from './store.ts';

/** Which list a page wants; `q` is a search text as the server takes it (a number, or 2–100 characters). */
export type ListWish = { filter: Filter; sort: Sort; q?: string | undefined };

/** A live list: at any time what the server would answer for the same length. Getters, all reactive. */
export type TicketList = {
  readonly state: 'loading' | 'ready' | 'failed';
  /** In order. The objects are the store's own: the same ticket is the same object in every list and thread. */
  readonly tickets: readonly DeskTicket[];
  /** How many there are on the server; undefined while loading. */
  readonly total: number | undefined;
  readonly error: Failure | undefined;
  retry: () => void;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  loadMore: () => void;
};

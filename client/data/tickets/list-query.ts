import type { QueryInput, ResponseOf } from '../../../shared/contract.ts';
import type { SearchMatch } from '../../../shared/schemas.ts';
import {
  type Filter,
  type SearchSort,
  type Sort,
  type SortPosition,
  sortPosition,
} from '../../../shared/ticket-list.ts';
import { MAX_SEARCH_LENGTH } from '../../../shared/vocabulary.ts';

/** Which list a page shows; `q` is a search text as the server takes it, `notes` also searches internal notes. */
export type ListQuery =
  | { filter: Filter; sort: Sort; q?: undefined }
  | { filter: Filter; sort: SearchSort; q: string; notes?: boolean };

/** A text as the server searches for it; undefined if it is too long, or a single letter that nearly every ticket contains. */
export function searchTextOf(text: string): string | undefined {
  const q = text.trim();
  const isLongEnough = q.length > 1 || /^[\p{N}\p{Lo}]$/u.test(q);
  return isLongEnough && q.length <= MAX_SEARCH_LENGTH ? q : undefined;
}

/** The same query, in whatever order its values are written, has the same key. The key is the query as JSON. */
export function keyOf(query: ListQuery): string {
  const { status, priority, assignee, customer } = query.filter;
  const filter = { status: status?.toSorted(), priority: priority?.toSorted(), assignee, customer };
  const { sort } = query;
  if (query.q === undefined) return JSON.stringify({ filter, sort });
  return JSON.stringify({ filter, sort, q: query.q.trim(), notes: query.notes || undefined });
}

/** A query as the endpoint takes it. */
export const toRequestQuery = (query: ListQuery): QueryInput<'listTickets'> => ({
  sort: query.sort,
  ...(query.q !== undefined && { q: query.q, ...(query.notes && { notes: true }) }),
  assignee: query.filter.assignee,
  customer: query.filter.customer,
  ...(query.filter.status && { status: [...query.filter.status] }),
  ...(query.filter.priority && { priority: [...query.filter.priority] }),
});

/** One page of a list: the cursor of the next page, and its last position if the list continues after it. */
export type ListPage = {
  seq: number;
  ids: number[];
  /** Null at the end of the list, and for a search. */
  end: SortPosition | null;
  cursor: string | null;
  /** Where the tickets of a search match. */
  matches: readonly (readonly [ticketId: number, match: SearchMatch])[];
};

/** What a list keeps of a response, apart from its tickets. */
export function pageOf({ seq, tickets, nextCursor }: ResponseOf<'listTickets'>, query: ListQuery): ListPage {
  const last = nextCursor !== null && tickets.at(-1);
  return {
    seq,
    ids: tickets.map(({ id }) => id),
    end: query.q === undefined && last ? sortPosition(query.sort, last) : null,
    cursor: last ? nextCursor : null,
    matches: tickets.flatMap(({ id, match }) => (match ? [[id, match] as const] : [])),
  };
}

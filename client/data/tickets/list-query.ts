import type { QueryInput, ResponseOf } from '../../../shared/contract.ts';
import { type Filter, type Sort, type SortPosition, sortPosition } from '../../../shared/ticket-list.ts';

/** Which list a page shows; `q` is a search text as the server takes it. */
export type ListQuery = { filter: Filter; sort: Sort; q?: string | undefined };

/** The same query, in whatever order its values are written, has the same key. The key is the query as JSON. */
export function keyOf({ filter: { status, priority, assignee, customer }, sort, q }: ListQuery): string {
  const filter = { status: status?.toSorted(), priority: priority?.toSorted(), assignee, customer };
  return JSON.stringify({ filter, sort, q: q?.trim() || undefined });
}

/** A query as the endpoint takes it. */
export const toRequestQuery = ({ filter, sort, q }: ListQuery): QueryInput<'listTickets'> => ({
  sort,
  q,
  assignee: filter.assignee,
  customer: filter.customer,
  ...(filter.status && { status: [...filter.status] }),
  ...(filter.priority && { priority: [...filter.priority] }),
});

/** One page of a list: its last position (null at the end of the list), and the cursor of the next page. */
export type ListPage = { seq: number; ids: number[]; end: SortPosition | null; cursor: string | null };

/** What a list keeps of a response, apart from its tickets. */
export function pageOf(
  { seq, tickets, nextCursor }: ResponseOf<'listTickets'>,
  { sort }: ListQuery,
): ListPage {
  const last = tickets.at(-1);
  const end = nextCursor !== null && last ? sortPosition(sort, last) : null;
  return { seq, ids: tickets.map(({ id }) => id), end, cursor: end && nextCursor };
}

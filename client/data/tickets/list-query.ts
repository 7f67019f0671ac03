import type { QueryInput, ResponseOf } from '../../../shared/contract.ts';
import { type SortPosition, sortPosition } from '../../../shared/ticket-list.ts';
import type { ListQuery } from './ticket-lists.ts';

/** One answer of a list: how far it reached (`edge`, null at the end of the list), and how to go on from there. */
export type ListPage = { seq: number; ids: number[]; edge: SortPosition | null; cursor: string | null };

/** What to remember of an answer, beside its tickets. */
export const pageOf = (
  { seq, tickets, nextCursor }: ResponseOf<'listTickets'>,
  { sort }: ListQuery,
): ListPage => {
  const last = tickets.at(-1);
  const edge = nextCursor !== null && last ? sortPosition(sort, last) : null;
  return { seq, ids: tickets.map(({ id }) => id), edge, cursor: edge && nextCursor };
};

/** A wish as the server takes it. */
export const toRequestQuery = ({ filter, sort, q }: ListQuery): QueryInput<'listTickets'> => ({
  sort,
  q,
  assignee: filter.assignee,
  customer: filter.customer,
  ...(filter.status && { status: [...filter.status] }),
  ...(filter.priority && { priority: [...filter.priority] }),
});

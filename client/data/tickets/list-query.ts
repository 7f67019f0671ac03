import type { AnswerOf, QueryInput } from '../../../shared/contract.ts';
import { type Edge, edgeOf } from '../../../shared/ticket-list.ts';
import type { ListWish } from './ticket-lists.ts';

/** One answer of a list: how far it reached (`edge`, null at the end of the list), and how to go on from there. */
export type ListPage = { seq: number; ids: number[]; edge: Edge | null; cursor: string | null };

/** What to remember of an answer, beside its tickets. */
export const pageOf = (
  { seq, tickets, nextCursor }: AnswerOf<'listTickets'>,
  { sort }: ListWish,
): ListPage => {
  const last = tickets.at(-1);
  const edge = nextCursor !== null && last ? edgeOf(sort, last) : null;
  return { seq, ids: tickets.map(({ id }) => id), edge, cursor: edge && nextCursor };
};

/** A wish as the server takes it. */
export const queryOf = ({ filter, sort, q }: ListWish): QueryInput<'listTickets'> => ({
  sort,
  q,
  assignee: filter.assignee,
  customer: filter.customer,
  ...(filter.status && { status: [...filter.status] }),
  ...(filter.priority && { priority: [...filter.priority] }),
});

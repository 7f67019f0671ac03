import type { TicketSummary } from './schemas.ts';
import type { Status } from './vocabulary.ts';
import { PRIORITIES, type Priority } from './vocabulary.ts';
import { UNRESOLVED } from './workflow.ts';

export const SORTS = ['updated', 'created', 'priority', 'waiting'] as const;
export type Sort = (typeof SORTS)[number];

/** Which tickets a list shows. Absent means "any"; several statuses or priorities mean "one of". */
export type Filter = {
  status?: readonly Status[] | undefined;
  priority?: readonly Priority[] | undefined;
  assignee?: 'me' | 'none' | number | undefined;
  customer?: number | undefined;
};

/** Sorts a ticket nobody waits for behind all others: the year 9999, in epoch milliseconds. */
export const NOT_WAITING = 253_402_300_799_999;

/** What each sort orders by, and which way. Ties go by id, newest first. Times are epoch milliseconds. */
export const ORDER: {
  [S in Sort]: { direction: 'asc' | 'desc'; key: (ticket: TicketSummary) => number };
} = {
  updated: { direction: 'desc', key: (ticket) => Date.parse(ticket.updatedAt) },
  created: { direction: 'desc', key: (ticket) => Date.parse(ticket.createdAt) },
  priority: { direction: 'desc', key: (ticket) => PRIORITIES.indexOf(ticket.priority) },
  waiting: {
    direction: 'asc',
    key: (ticket) => (ticket.waitingSince ? Date.parse(ticket.waitingSince) : NOT_WAITING),
  },
};

/** A place in a sorted list: the cursor of a page, and the edge up to which a browser knows the list. */
export type SortPosition = { key: number; id: number };
export const sortPosition = (sort: Sort, ticket: TicketSummary): SortPosition => ({
  key: ORDER[sort].key(ticket),
  id: ticket.id,
});

/** Negative when `a` stands before `b` under this sort. */
export function comparePositions(sort: Sort, a: SortPosition, b: SortPosition): number {
  const byKey = ORDER[sort].direction === 'asc' ? a.key - b.key : b.key - a.key;
  return byKey || b.id - a.id;
}

/** Does `viewerId`'s list with this filter show the ticket? The server asks the same in SQL; a test holds them equal. */
export function matches(filter: Filter, viewerId: number, ticket: TicketSummary): boolean {
  const assigneeOf = ticket.agent?.id ?? null;
  return (
    (!filter.status || filter.status.includes(ticket.status)) &&
    (!filter.priority || filter.priority.includes(ticket.priority)) &&
    (filter.customer === undefined || ticket.customer.id === filter.customer) &&
    (filter.assignee === undefined || assigneeOf === assigneeId(filter.assignee, viewerId))
  );
}

/** `me` and `none` as the id a ticket's agent must have. */
export const assigneeId = (assignee: 'me' | 'none' | number, viewerId: number): number | null =>
  assignee === 'me' ? viewerId : assignee === 'none' ? null : assignee;

/** Counts towards `mine`: I hold it and it is not resolved. */
export const isMine = (viewerId: number, ticket: TicketSummary): boolean =>
  ticket.agent?.id === viewerId && UNRESOLVED.includes(ticket.status);

/** Counts towards `unassigned`: nobody holds it and it is not resolved. */
export const isUnassigned = (ticket: TicketSummary): boolean =>
  ticket.agent === null && UNRESOLVED.includes(ticket.status);

import type { TicketSummary } from './schemas.ts';
import { PRIORITIES, type Priority, type Role, type Status } from './vocabulary.ts';
import { UNRESOLVED } from './workflow.ts';

export const SORTS = ['updated', 'created', 'priority', 'waiting'] as const;
export type Sort = (typeof SORTS)[number];

/** The sorts of a search's results: its default is the best match first. */
export const SEARCH_SORTS = [...SORTS, 'relevance'] as const;
export type SearchSort = (typeof SEARCH_SORTS)[number];

/** Which tickets a list shows. Absent: any. Several statuses or priorities: one of them. */
export type Filter = {
  status?: readonly Status[] | undefined;
  priority?: readonly Priority[] | undefined;
  assignee?: 'me' | 'none' | number | undefined;
  customer?: number | undefined;
};

/** Sorts a ticket without a waiting customer after all others: the year 9999, in epoch milliseconds. */
export const NOT_WAITING = 253_402_300_799_999;

/** The key and direction of each sort. Equal keys are sorted by id, newest first. Times are epoch milliseconds. */
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

/** A position in a sorted list: the cursor of a page, and the end of the part that a browser has loaded. */
export type SortPosition = { key: number; id: number };
export const sortPosition = (sort: Sort, ticket: TicketSummary): SortPosition => ({
  key: ORDER[sort].key(ticket),
  id: ticket.id,
});

/** Negative if `a` comes before `b` in this sort. */
export function comparePositions(sort: Sort, a: SortPosition, b: SortPosition): number {
  const byKey = ORDER[sort].direction === 'asc' ? a.key - b.key : b.key - a.key;
  return byKey || b.id - a.id;
}

/** Whether the viewer's list with this filter shows the ticket. The server does the same in SQL; a test compares them. */
export function matches(filter: Filter, viewerId: number, ticket: TicketSummary): boolean {
  const assigneeOf = ticket.agent?.id ?? null;
  return (
    (!filter.status || filter.status.includes(ticket.status)) &&
    (!filter.priority || filter.priority.includes(ticket.priority)) &&
    (filter.customer === undefined || ticket.customer.id === filter.customer) &&
    (filter.assignee === undefined || assigneeOf === assigneeId(filter.assignee, viewerId))
  );
}

/** The agent's id that a filter for `me`, `none` or an id requires. */
export const assigneeId = (assignee: 'me' | 'none' | number, viewerId: number): number | null =>
  assignee === 'me' ? viewerId : assignee === 'none' ? null : assignee;

/** Counts towards `mine`: assigned to the viewer and not resolved. */
export const isMine = (viewerId: number, ticket: TicketSummary): boolean =>
  ticket.agent?.id === viewerId && UNRESOLVED.includes(ticket.status);

/** Counts towards `unassigned`: no assignee and not resolved. */
export const isUnassigned = (ticket: TicketSummary): boolean =>
  ticket.agent === null && UNRESOLVED.includes(ticket.status);

/** Counts towards `unread` while it is unread: a customer's own ticket; an agent's unresolved one, mine or unassigned. */
export const concerns = (viewer: { id: number; role: Role }, ticket: TicketSummary): boolean =>
  viewer.role === 'customer' || isMine(viewer.id, ticket) || isUnassigned(ticket);

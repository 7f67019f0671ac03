import { type Filter, SORTS, type Sort } from '../../../../shared/ticket-list.ts';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../../../shared/workflow.ts';
import type { ListQuery } from '../../../data/tickets/list-query.ts';

type ViewRule = { label: string; filter: Filter; sort: Sort };

/** The views of the queue, in the order of the menu. */
export const VIEWS = {
  unassigned: { label: 'Unassigned', filter: { assignee: 'none', status: UNRESOLVED }, sort: 'waiting' },
  mine: { label: 'Mine', filter: { assignee: 'me', status: UNRESOLVED }, sort: 'updated' },
  waiting: { label: 'Waiting', filter: { status: ['waiting_on_customer'] }, sort: 'updated' },
  open: { label: 'All open', filter: { status: UNRESOLVED }, sort: 'updated' },
  resolved: { label: 'Resolved', filter: { status: ['resolved'] }, sort: 'updated' },
  all: { label: 'All', filter: {}, sort: 'updated' },
} as const satisfies Record<string, ViewRule>;

export type View = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS) as View[];
const DEFAULT_VIEW: View = 'open';

/** Everything that decides which rows an agent sees; all of it lives in the address line. */
export type QueueParams = {
  view: View;
  status?: Status | undefined;
  priority?: Priority | undefined;
  sort: Sort;
  q: string;
  customer?: number | undefined;
};

type Query = Record<string, string | string[] | undefined>;
const one = <T extends string>(value: Query[string], known: readonly T[]): T | undefined =>
  known.find((word) => word === value);

/** Reads the address line; what it does not understand it leaves out. */
export function parseQueueParams(query: Query): QueueParams {
  const view = one(query.view, VIEW_NAMES) ?? DEFAULT_VIEW;
  const customer = typeof query.customer === 'string' ? Number(query.customer) : 0;
  return {
    view,
    status: one(query.status, statusTabs(view)),
    priority: one(query.priority, PRIORITIES),
    sort: one(query.sort, SORTS) ?? VIEWS[view].sort,
    q: typeof query.q === 'string' ? query.q.slice(0, 100) : '',
    customer: Number.isSafeInteger(customer) && customer > 0 ? customer : undefined,
  };
}

/** The statuses a view can be narrowed to: none when it has only one. */
export function statusTabs(view: View): readonly Status[] {
  const { status }: Filter = VIEWS[view].filter;
  const tabs = status ?? STATUSES;
  return tabs.length > 1 ? tabs : [];
}

/** The address as a query string, as short as it can be: what is usual is left out. */
export function queueSearch(address: QueueParams): string {
  const query = new URLSearchParams();
  if (address.view !== DEFAULT_VIEW) query.set('view', address.view);
  if (address.status) query.set('status', address.status);
  if (address.priority) query.set('priority', address.priority);
  if (address.sort !== VIEWS[address.view].sort) query.set('sort', address.sort);
  if (address.q) query.set('q', address.q);
  if (address.customer) query.set('customer', String(address.customer));
  const text = query.toString();
  return text && `?${text}`;
}

/** A view as it is when one comes to it: nothing narrowed. */
export const defaultParams = (view: View): QueueParams => ({ view, sort: VIEWS[view].sort, q: '' });

/** The list this address asks for. A search too short for the server is no search yet. */
export function listQueryOf(address: QueueParams): ListQuery {
  const { filter }: ViewRule = VIEWS[address.view];
  const q = address.q.trim();
  return {
    filter: {
      ...filter,
      ...(address.status && { status: [address.status] }),
      ...(address.priority && { priority: [address.priority] }),
      ...(address.customer && { customer: address.customer }),
    },
    sort: address.sort,
    q: /^\d+$/.test(q) || q.length >= 2 ? q : undefined,
  };
}

/** Is anything narrowed beyond the view itself? */
export const isNarrowed = (address: QueueParams): boolean =>
  Boolean(address.status || address.priority || address.q || address.customer);

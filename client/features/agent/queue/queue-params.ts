import { type Filter, SORTS, type Sort } from '../../../../shared/ticket-list.ts';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../../../shared/workflow.ts';
import { type ListQuery, searchTextOf } from '../../../data/tickets/list-query.ts';

type ViewRule = { label: string; filter: Filter; sort: Sort };

/** The views of the queue, in the order of the navigation. */
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

/** The parameters of the queue. They live in the URL, to make every list a shareable link. */
export type QueueParams = {
  view: View;
  status?: Status | undefined;
  priority?: Priority | undefined;
  /** The order without a search. */
  sort: Sort;
  q: string;
  /** The order of a search: absent, the best match first. */
  searchSort?: Sort | undefined;
  /** Also search internal notes. */
  notes?: boolean | undefined;
  customer?: number | undefined;
  /** An agent's id; takes the place of the view's assignee. */
  assignee?: number | undefined;
};

type Query = Record<string, string | string[] | undefined>;
const oneOf = <T extends string>(value: Query[string], allowed: readonly T[]): T | undefined =>
  allowed.find((item) => item === value);

/**
 * Parses the query string; ignores invalid values. `sort` is the order of what is shown; during a search, `listSort` is the
 * order to return to.
 */
export function parseQueueParams(query: Query): QueueParams {
  const view = oneOf(query.view, VIEW_NAMES) ?? DEFAULT_VIEW;
  const q = typeof query.q === 'string' ? query.q : '';
  return {
    view,
    status: oneOf(query.status, statusTabs(view)),
    priority: oneOf(query.priority, PRIORITIES),
    sort: oneOf(q ? query.listSort : query.sort, SORTS) ?? VIEWS[view].sort,
    q,
    searchSort: q ? oneOf(query.sort, SORTS) : undefined,
    notes: (q && query.notes === 'true') || undefined,
    customer: idIn(query.customer),
    assignee: idIn(query.assignee),
  };
}

function idIn(value: Query[string]): number | undefined {
  const id = typeof value === 'string' ? Number(value) : 0;
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** The statuses a view can be narrowed to: none when it has only one. */
export function statusTabs(view: View): readonly Status[] {
  const { status }: Filter = VIEWS[view].filter;
  const tabs = status ?? STATUSES;
  return tabs.length > 1 ? tabs : [];
}

/** Serializes the parameters as a query string, without default values. */
export function queueSearch(params: QueueParams): string {
  const query = new URLSearchParams();
  if (params.view !== DEFAULT_VIEW) query.set('view', params.view);
  if (params.status) query.set('status', params.status);
  if (params.priority) query.set('priority', params.priority);
  if (params.sort !== VIEWS[params.view].sort) query.set(params.q ? 'listSort' : 'sort', params.sort);
  if (params.q) query.set('q', params.q);
  if (params.q && params.searchSort) query.set('sort', params.searchSort);
  if (params.q && params.notes) query.set('notes', 'true');
  if (params.customer) query.set('customer', String(params.customer));
  if (params.assignee) query.set('assignee', String(params.assignee));
  const search = query.toString();
  return search && `?${search}`;
}

/** The parameters of a view without filters. */
export const defaultParams = (view: View): QueueParams => ({ view, sort: VIEWS[view].sort, q: '' });

/** The list query for these parameters. A search text too short or too long for the server is left out. */
export function listQueryOf(params: QueueParams): ListQuery {
  const { filter }: ViewRule = VIEWS[params.view];
  const narrowed: Filter = {
    ...filter,
    ...(params.status && { status: [params.status] }),
    ...(params.priority && { priority: [params.priority] }),
    ...(params.customer && { customer: params.customer }),
    ...(params.assignee && { assignee: params.assignee }),
  };
  const q = searchTextOf(params.q);
  if (q === undefined) return { filter: narrowed, sort: params.sort };
  const sort = params.searchSort ?? 'relevance';
  return { filter: narrowed, sort, q, ...(params.notes && { notes: true }) };
}

/** Whether any filter or search applies on top of the view. */
export const isNarrowed = (params: QueueParams): boolean =>
  Boolean(params.status || params.priority || params.q || params.customer || params.assignee);

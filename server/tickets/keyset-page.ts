import type { QueryOf } from '../../shared/contract.ts';
import type { Actor } from '../../shared/policy.ts';
import { ORDER, type Sort, type SortPosition } from '../../shared/ticket-list.ts';
import { PRIORITIES, STATUSES } from '../../shared/vocabulary.ts';
import { type EntityManager, queryBuilder } from '../db/orm.ts';
import { applyFilter, type Filter, isOfOneCustomer } from './filter.ts';
import { type VisibleTickets, visibleTickets } from './scope.ts';

/** The column each sort of `shared/queue.ts` orders by. */
export const COLUMN = {
  updated: 't.updated_at',
  created: 't.created_at',
  priority: 't.rank',
  waiting: 't.waiting_key',
} as const satisfies Record<Sort, string>;

type Query = QueryOf<'listTickets'>;

/**
 * The ids of the first `length` tickets behind the edge, as a subquery. A page is merged from sorted runs, one for each
 * status and priority: an index holds every run in the list's order, so a page costs the same whatever is asked for.
 */
export function pageOf(
  em: EntityManager,
  viewer: Actor,
  query: Query,
  edge: SortPosition | null,
  length: number,
) {
  const { sort } = query;
  const [first, ...others] = indexRangesOf(viewer, query).map((filter) => {
    const found = applyFilter(visibleTickets(em, viewer), viewer, filter);
    const run = (edge ? afterCursor(found, sort, edge) : found)
      .select(['t.id', `${COLUMN[sort]} as key`])
      .orderBy(COLUMN[sort], ORDER[sort].direction)
      .orderBy('t.id', 'desc')
      .limit(length);
    return queryBuilder(em).selectFrom(run.as('run')).selectAll();
  });
  if (!first) throw new Error('A list without runs');
  const all = others.reduce((runs, run) => runs.unionAll(run), first);
  return queryBuilder(em)
    .selectFrom(all.as('page'))
    .select('page.id')
    .orderBy('page.key', ORDER[sort].direction)
    .orderBy('page.id', 'desc')
    .limit(length);
}

/** What one customer has, or what a search found, is little: one run, sorted when it is read. */
function indexRangesOf(viewer: Actor, query: Query): Filter[] {
  const { status = STATUSES, priority = PRIORITIES } = query;
  if (isOfOneCustomer(viewer, query) || query.q !== undefined) return [query];
  return STATUSES.filter((one) => status.includes(one)).flatMap((oneStatus) =>
    PRIORITIES.filter((one) => priority.includes(one)).map((onePriority) => ({
      ...query,
      status: [oneStatus],
      priority: [onePriority],
    })),
  );
}

/** `compareEdges` of `shared/queue.ts`, in SQL: said so that an index can start at the edge. */
function afterCursor(tickets: VisibleTickets, sort: Sort, { key, id }: SortPosition): VisibleTickets {
  const [further, notBefore] =
    ORDER[sort].direction === 'asc' ? (['>', '>='] as const) : (['<', '<='] as const);
  return tickets
    .where(COLUMN[sort], notBefore, key)
    .where((eb) => eb.or([eb(COLUMN[sort], further, key), eb('t.id', '<', id)]));
}

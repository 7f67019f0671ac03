import type { Actor } from '../../shared/policy.ts';
import { ORDER, type Sort, type SortPosition } from '../../shared/ticket-list.ts';
import { PRIORITIES, STATUSES } from '../../shared/vocabulary.ts';
import { queryBuilder, type Source } from '../db/orm.ts';
import { type Filter, filteredTickets, isOfOneCustomer } from './filter.ts';
import type { VisibleTickets } from './scope.ts';

/** The column of each sort of `shared/ticket-list.ts`. */
export const COLUMN = {
  updated: 't.updated_at',
  created: 't.created_at',
  priority: 't.rank',
  waiting: 't.waiting_key',
} as const satisfies Record<Sort, string>;

type Query = Filter & { sort: Sort };

/**
 * A subquery for the ids of the first `length` tickets after the cursor. It merges sorted runs, one for each status
 * and priority: an index holds every run in the list's order, so all filters cost the same.
 */
export function pageOf(
  source: Source,
  viewer: Actor,
  query: Query,
  cursor: SortPosition | null,
  length: number,
) {
  const { sort } = query;
  const [first, ...others] = indexRangesOf(viewer, query).map((filter) => {
    const filtered = filteredTickets(source, viewer, filter);
    const run = (cursor ? afterCursor(filtered, sort, cursor) : filtered)
      .select(['t.id', `${COLUMN[sort]} as key`])
      .orderBy(COLUMN[sort], ORDER[sort].direction)
      .orderBy('t.id', 'desc')
      .limit(length);
    return queryBuilder(source).selectFrom(run.as('run')).selectAll();
  });
  if (!first) throw new Error('A list needs at least one status and one priority');
  const all = others.reduce((merged, run) => merged.unionAll(run), first);
  return queryBuilder(source)
    .selectFrom(all.as('page'))
    .select('page.id')
    .orderBy('page.key', ORDER[sort].direction)
    .orderBy('page.id', 'desc')
    .limit(length);
}

/** The filter of each run. One customer's tickets are few: one run, sorted on each read. */
function indexRangesOf(viewer: Actor, query: Query): Filter[] {
  const { status = STATUSES, priority = PRIORITIES } = query;
  if (isOfOneCustomer(viewer, query)) return [query];
  return STATUSES.filter((value) => status.includes(value)).flatMap((oneStatus) =>
    PRIORITIES.filter((value) => priority.includes(value)).map((onePriority) => ({
      ...query,
      status: [oneStatus],
      priority: [onePriority],
    })),
  );
}

/** `comparePositions` of `shared/ticket-list.ts`, in SQL, written to let an index start at the cursor. */
function afterCursor(tickets: VisibleTickets, sort: Sort, { key, id }: SortPosition): VisibleTickets {
  const [after, atOrAfter] =
    ORDER[sort].direction === 'asc' ? (['>', '>='] as const) : (['<', '<='] as const);
  return tickets
    .where(COLUMN[sort], atOrAfter, key)
    .where((eb) => eb.or([eb(COLUMN[sort], after, key), eb('t.id', '<', id)]));
}

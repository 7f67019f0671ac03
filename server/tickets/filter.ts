import { sql } from 'kysely';
import type { QueryOf } from '../../shared/contract.ts';
import type { Actor } from '../../shared/policy.ts';
import { assigneeId } from '../../shared/ticket-list.ts';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../shared/vocabulary.ts';
import { isValue, withoutIndex } from '../db/dialect.ts';
import type { Source } from '../db/orm.ts';
import { type VisibleTickets, visibleTickets } from './scope.ts';

/** The filters of a list, without its search. */
export type Filter = Pick<QueryOf<'listTickets'>, 'status' | 'priority' | 'assignee' | 'customer'>;

/** Whether the list shows only one customer's tickets. */
export const isOfOneCustomer = (viewer: Actor, { customer }: Filter) =>
  viewer.role === 'customer' || customer !== undefined;

/** The viewer's tickets for which `matches` of `shared/ticket-list.ts` holds. `isNarrow`: few are left without this filter. */
export function filteredTickets(
  source: Source,
  viewer: Actor,
  filter: Filter,
  isNarrow = isOfOneCustomer(viewer, filter),
): VisibleTickets {
  const { status, priority, assignee, customer } = filter;
  // Few tickets are found by the index that made them few.
  const column = <T>(name: 't.status' | 't.rank' | 't.agent_id') =>
    isNarrow ? withoutIndex<T>(source, name) : sql.ref<T>(name);
  // Every index that contains the priority begins with the status.
  const statuses = status ?? (priority && STATUSES);
  let filtered = visibleTickets(source, viewer);
  if (statuses) filtered = filtered.where(column<Status>('t.status'), 'in', statuses);
  if (priority) filtered = filtered.where(column<number>('t.rank'), 'in', priority.map(rankOf));
  if (customer !== undefined) filtered = filtered.where('t.customer_id', '=', customer);
  if (assignee !== undefined)
    filtered = filtered.where(isValue(source, column('t.agent_id'), assigneeId(assignee, viewer.id)));
  return filtered;
}

const rankOf = (priority: Priority) => PRIORITIES.indexOf(priority);

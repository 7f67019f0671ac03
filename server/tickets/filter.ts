import { sql } from 'kysely';
import type { QueryOf } from '../../shared/contract.ts';
import type { Actor } from '../../shared/policy.ts';
import { assigneeId } from '../../shared/ticket-list.ts';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../shared/vocabulary.ts';
import type { VisibleTickets } from './scope.ts';

/** The filters of a list, without its search. */
export type Filter = Pick<QueryOf<'listTickets'>, 'status' | 'priority' | 'assignee' | 'customer'>;

/** Whether the list shows only one customer's tickets. */
export const isOfOneCustomer = (viewer: Actor, { customer }: Filter) =>
  viewer.role === 'customer' || customer !== undefined;

/** `matches` of `shared/ticket-list.ts`, in SQL. `isNarrow`: few tickets are left without this filter. */
export function applyFilter(
  tickets: VisibleTickets,
  viewer: Actor,
  filter: Filter,
  isNarrow = isOfOneCustomer(viewer, filter),
): VisibleTickets {
  const { status, priority, assignee, customer } = filter;
  // A unary plus hides a column from the planner: few tickets are found by the index that made them few.
  const column = <T>(name: 't.status' | 't.rank' | 't.agent_id') =>
    isNarrow ? sql<T>`+${sql.ref(name)}` : sql.ref<T>(name);
  // Every index that contains the priority begins with the status.
  const statuses = status ?? (priority && STATUSES);
  let filtered = tickets;
  if (statuses) filtered = filtered.where(column<Status>('t.status'), 'in', statuses);
  if (priority) filtered = filtered.where(column<number>('t.rank'), 'in', priority.map(rankOf));
  if (customer !== undefined) filtered = filtered.where('t.customer_id', '=', customer);
  // A bound null, not `is null`: for that the planner chooses a worse index.
  if (assignee !== undefined)
    filtered = filtered.where(sql<boolean>`${column('t.agent_id')} is ${assigneeId(assignee, viewer.id)}`);
  return filtered;
}

const rankOf = (priority: Priority) => PRIORITIES.indexOf(priority);

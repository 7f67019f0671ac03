import { sql } from 'kysely';
import type { QueryOf } from '../../shared/contract.ts';
import type { Actor } from '../../shared/policy.ts';
import { assigneeId } from '../../shared/ticket-list.ts';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../shared/vocabulary.ts';
import type { VisibleTickets } from './scope.ts';

/** The filters of a list. */
export type Filter = Pick<QueryOf<'listTickets'>, 'status' | 'priority' | 'assignee' | 'customer' | 'q'>;

/** Whether the list shows only one customer's tickets. */
export const isOfOneCustomer = (viewer: Actor, { customer }: Filter) =>
  viewer.role === 'customer' || customer !== undefined;

/** `matches` of `shared/ticket-list.ts`, in SQL. */
export function applyFilter(tickets: VisibleTickets, viewer: Actor, filter: Filter): VisibleTickets {
  const { status, priority, assignee, customer, q } = filter;
  // A unary plus hides a column from the planner: one customer's tickets are found only by the customer's index.
  const column = <T>(name: 't.status' | 't.rank' | 't.agent_id') =>
    isOfOneCustomer(viewer, filter) ? sql<T>`+${sql.ref(name)}` : sql.ref<T>(name);
  // Every index that contains the priority begins with the status.
  const statuses = status ?? (priority && STATUSES);
  let filtered = tickets;
  if (statuses) filtered = filtered.where(column<Status>('t.status'), 'in', statuses);
  if (priority) filtered = filtered.where(column<number>('t.rank'), 'in', priority.map(rankOf));
  if (customer !== undefined) filtered = filtered.where('t.customer_id', '=', customer);
  // A bound null, not `is null`: for that the planner chooses a worse index.
  if (assignee !== undefined)
    filtered = filtered.where(sql<boolean>`${column('t.agent_id')} is ${assigneeId(assignee, viewer.id)}`);
  return q === undefined ? filtered : searchText(filtered, q);
}

const rankOf = (priority: Priority) => PRIORITIES.indexOf(priority);

/** Searches number, subject, customer and public text; notes are not searched, not even for agents. */
function searchText(tickets: VisibleTickets, q: string): VisibleTickets {
  const like = sql<string>`${`%${q.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;
  const number = /^#?(\d{1,15})$/.exec(q)?.[1];
  return tickets.where((eb) =>
    eb.or([
      eb('t.id', '=', Number(number ?? 0)),
      eb('t.subject', 'like', like),
      eb('t.description', 'like', like),
      sql<boolean>`t.customer_id in (select c.id from users c where c.name like ${like} or c.email like ${like})`,
      sql<boolean>`exists (
        select 1 from replies r where r.ticket_id = t.id and r.internal = 0 and r.content like ${like}
      )`,
    ]),
  );
}

import { sql } from 'kysely';
import type { QueryOf } from '../../shared/contract.ts';
import type { Actor } from '../../shared/policy.ts';
import { assigneeId } from '../../shared/ticket-list.ts';
import { PRIORITIES, type Priority, STATUSES, type Status } from '../../shared/vocabulary.ts';
import type { VisibleTickets } from './scope.ts';

/** What a list may be narrowed by. */
export type Filter = Pick<QueryOf<'listTickets'>, 'status' | 'priority' | 'assignee' | 'customer' | 'q'>;

/** Does it show the tickets of one customer only? */
export const isOfOneCustomer = (viewer: Actor, { customer }: Filter) =>
  viewer.role === 'customer' || customer !== undefined;

/** `matches` of `shared/queue.ts`, in SQL. */
export function applyFilter(tickets: VisibleTickets, viewer: Actor, filter: Filter): VisibleTickets {
  const { status, priority, assignee, customer, q } = filter;
  // A plus hides a column from the indexes: one customer's tickets are found by whose they are, and by nothing else.
  const column = <T>(name: 't.status' | 't.rank' | 't.agent_id') =>
    isOfOneCustomer(viewer, filter) ? sql<T>`+${sql.ref(name)}` : sql.ref<T>(name);
  // The indexes that know priorities know statuses first.
  const statuses = status ?? (priority && STATUSES);
  let found = tickets;
  if (statuses) found = found.where(column<Status>('t.status'), 'in', statuses);
  if (priority) found = found.where(column<number>('t.rank'), 'in', priority.map(rankOf));
  if (customer !== undefined) found = found.where('t.customer_id', '=', customer);
  // Bound even when it is null: `is null` in the text would be less to the planner.
  if (assignee !== undefined)
    found = found.where(sql<boolean>`${column('t.agent_id')} is ${assigneeId(assignee, viewer.id)}`);
  return q === undefined ? found : searchText(found, q);
}

const rankOf = (priority: Priority) => PRIORITIES.indexOf(priority);

/** Number, subject, customer or public text: never a note, whoever asks. */
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

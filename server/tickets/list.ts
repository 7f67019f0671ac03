import { sql } from 'kysely';
import type { QueryOf } from '../../shared/contract.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import { assigneeId, type Edge, edgeOf, ORDER, type Sort } from '../../shared/queue.ts';
import { STATUSES, type Status, UNRESOLVED } from '../../shared/workflow.ts';
import { type EntityManager, transact } from '../db/orm.ts';
import { forbidden } from '../errors.ts';
import { headOf } from '../realtime/log.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { presentSummary } from './present.ts';
import { isUnreadBy, selectListed, visibleTickets, withReadMark } from './queries.ts';

type Query = QueryOf<'listTickets'>;
type Tickets = ReturnType<typeof visibleTickets>;

/** The column each sort of `shared/queue.ts` orders by. */
const COLUMN = {
  updated: 't.updated_at',
  created: 't.created_at',
  priority: 't.rank',
  waiting: 't.waiting_key',
} as const satisfies Record<Sort, string>;

/** A page of the tickets the viewer may see, with the total and the viewer's event number, all of one moment. */
export async function listTickets(em: EntityManager, viewer: Actor, query: Query) {
  const { sort, limit } = query;
  const edge = query.cursor === undefined ? null : readCursor(sort, query.cursor);
  if (query.customer !== undefined && !policy.filterByCustomer(viewer)) throw forbidden();
  return transact(em, async (tx) => {
    const found = matching(visibleTickets(tx, viewer), viewer, query);
    const { total } = await found
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    const page = await selectListed(edge ? beyond(found, sort, edge) : found, viewer)
      .orderBy(COLUMN[sort], ORDER[sort].direction)
      .orderBy('t.id', 'desc')
      .limit(limit + 1)
      .execute();
    const tickets = page.slice(0, limit).map((row) => ({ ...presentSummary(row), unread: row.unread }));
    const last = page.length > limit ? tickets.at(-1) : undefined;
    const nextCursor = last ? writeCursor(sort, edgeOf(sort, last)) : null;
    return { tickets, nextCursor, total, seq: await headOf(tx, viewer) };
  });
}

/** `matches` of `shared/queue.ts`, in SQL. */
function matching(
  tickets: Tickets,
  viewer: Actor,
  { status, priority, assignee, customer, q }: Query,
): Tickets {
  let found = tickets;
  if (status) found = found.where('t.status', 'in', status);
  if (priority) found = found.where('t.priority', 'in', priority);
  if (customer !== undefined) found = found.where('t.customer_id', '=', customer);
  if (assignee !== undefined) found = found.where('t.agent_id', 'is', assigneeId(assignee, viewer.id));
  return q === undefined ? found : mentioning(found, q);
}

/** Number, subject, customer or public text: never a note, whoever asks. */
function mentioning(tickets: Tickets, q: string): Tickets {
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

/** `compareEdges` of `shared/queue.ts`, in SQL. */
function beyond(tickets: Tickets, sort: Sort, { key, id }: Edge): Tickets {
  const further = ORDER[sort].direction === 'asc' ? '>' : '<';
  return tickets.where((eb) =>
    eb.or([eb(COLUMN[sort], further, key), eb.and([eb(COLUMN[sort], '=', key), eb('t.id', '<', id)])]),
  );
}

/** How many tickets the viewer may see, by status; theirs, free ones, and those with something unread. */
export const countTickets = (em: EntityManager, viewer: Actor) =>
  transact(em, async (tx) => {
    const groups = await visibleTickets(tx, viewer)
      .select(['t.status', ({ fn }) => fn.countAll<number>().as('all')])
      .select(sql<number>`count(case when t.agent_id = ${viewer.id} then 1 end)`.as('mine'))
      .select(sql<number>`count(case when t.agent_id is null then 1 end)`.as('free'))
      .groupBy('t.status')
      .execute();
    const { unread } = await withReadMark(visibleTickets(tx, viewer), viewer)
      .where(isUnreadBy(viewer))
      .select(({ fn }) => fn.countAll<number>().as('unread'))
      .executeTakeFirstOrThrow();
    const of = (status: Status) => groups.find((group) => group.status === status);
    const sum = (key: 'mine' | 'free') =>
      UNRESOLVED.reduce((total, status) => total + (of(status)?.[key] ?? 0), 0);
    const agent = viewer.role === 'agent';
    return {
      status: Object.fromEntries(STATUSES.map((status) => [status, of(status)?.all ?? 0])) as Record<
        Status,
        number
      >,
      mine: agent ? sum('mine') : 0,
      unassigned: agent ? sum('free') : 0,
      unread,
      seq: await headOf(tx, viewer),
    };
  });

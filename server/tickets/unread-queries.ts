import { sql } from 'kysely';
import { type Actor, policy } from '../../shared/policy.ts';
import { UNRESOLVED } from '../../shared/workflow.ts';
import type { Source } from '../db/orm.ts';
import { prepare } from '../db/prepared-query.ts';
import { filteredTickets } from './filter.ts';
import { type VisibleTickets, viewerOf, visibleTickets } from './scope.ts';

/** Joins the viewer's read mark `m` to each ticket. */
export const withReadMark = (tickets: VisibleTickets, viewer: Actor) =>
  tickets.leftJoin('read_marks as m', (on) =>
    on.onRef('m.ticket_id', '=', 't.id').on('m.user_id', '=', viewer.id),
  );

/** Replies by others after the viewer's read mark. */
const unreadReplies = (viewer: Actor) => sql`
  from replies r
  where r.ticket_id = t.id and r.position > coalesce(m.position, 0) and r.user_id <> ${viewer.id}
  ${policy.readNotes(viewer) ? sql`` : sql`and r.internal = 0`}`;

/** The number of unread entries: replies, and to an agent without a read mark the description. A customer wrote it. */
export const unreadBy = (viewer: Actor) =>
  viewer.role === 'agent'
    ? sql<number>`(select count(*) ${unreadReplies(viewer)}) + case when m.position is null then 1 else 0 end`
    : sql<number>`(select count(*) ${unreadReplies(viewer)})`;

/** The number of unread tickets that concern the viewer: a customer's own; an agent's unresolved ones, mine or unassigned. */
export async function countUnread(source: Source, { id, role }: Actor): Promise<number> {
  const [counted] = await (role === 'agent' ? unreadOfAgent : unreadOfCustomer)(source, '', { viewerId: id });
  return counted?.unread ?? 0;
}

const unreadOfCustomer = prepare((db, value: { viewerId: number }) => {
  const viewer = viewerOf('customer', value);
  return withReadMark(visibleTickets(db, viewer), viewer)
    .where(sql<boolean>`exists (select 1 ${unreadReplies(viewer)})`)
    .select(({ fn }) => fn.countAll<number>().as('unread'));
});

/** Reads an index of the tickets, the marks and the thread heads, but no ticket and no reply. */
const unreadOfAgent = prepare((db, value: { viewerId: number }) => {
  const viewer = viewerOf('agent', value);
  const lastByOthers = sql<number>`coalesce(case h.author_id when ${viewer.id} then h.position_by_others else h.position end, 0)`;
  const unreadOf = (assignee: 'me' | 'none') =>
    withReadMark(filteredTickets(db, viewer, { assignee, status: [...UNRESOLVED] }), viewer)
      .leftJoin('thread_heads as h', 'h.ticket_id', 't.id')
      .where(sql<boolean>`(m.position is null or m.position < ${lastByOthers})`)
      .select(({ fn }) => fn.countAll<number>().as('n'));
  return db.selectNoFrom(({ eb }) => eb(unreadOf('me'), '+', unreadOf('none')).as('unread'));
});

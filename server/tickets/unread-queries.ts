import { sql } from 'kysely';
import { type Actor, policy } from '../../shared/policy.ts';
import { type EntityManager, queryBuilder } from '../db/orm.ts';
import type { VisibleTickets } from './scope.ts';

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

/** The number of unread replies of a ticket. */
export const unreadBy = (viewer: Actor) => sql<number>`(select count(*) ${unreadReplies(viewer)})`;

/** The number of tickets with unread replies. */
export async function countUnread(
  em: EntityManager,
  viewer: Actor,
  visible: VisibleTickets,
): Promise<number> {
  if (policy.readNotes(viewer)) return countUnreadOfAll(em, viewer);
  const { unread } = await withReadMark(visible, viewer)
    .where(sql<boolean>`exists (select 1 ${unreadReplies(viewer)})`)
    .select(({ fn }) => fn.countAll<number>().as('unread'))
    .executeTakeFirstOrThrow();
  return unread;
}

/**
 * The same for an agent, who sees every ticket and note: all threads, minus those with no other author, minus those
 * read. Counts thread heads only: reading every ticket would block all other requests.
 */
async function countUnreadOfAll(em: EntityManager, viewer: Actor): Promise<number> {
  const lastByOthers = sql`case h.author_id when ${viewer.id} then h.position_by_others else h.position end`;
  const { all, alone, read } = await queryBuilder(em)
    .selectNoFrom(({ selectFrom }) => [
      selectFrom('thread_heads')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('all'),
      selectFrom('thread_heads')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('author_id', '=', viewer.id)
        .where('position_by_others', '=', 0)
        .as('alone'),
      selectFrom('read_marks as m')
        .innerJoin('thread_heads as h', 'h.ticket_id', 'm.ticket_id')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('m.user_id', '=', viewer.id)
        .where(sql<boolean>`m.position >= ${lastByOthers} and ${lastByOthers} > 0`)
        .as('read'),
    ])
    .executeTakeFirstOrThrow();
  return (all ?? 0) - (alone ?? 0) - (read ?? 0);
}

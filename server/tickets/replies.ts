import type { InferResult } from 'kysely';
import { type Actor, policy } from '../../shared/policy.ts';
import type { Reply } from '../../shared/schemas.ts';
import { type EntityManager, queryBuilder } from '../db/orm.ts';
import { invalid } from '../errors.ts';
import { presentReply, REPLY_COLUMNS } from '../presenters/reply.ts';

/** The replies of a ticket already seen to be the viewer's: notes only for agents. */
export function visibleReplies(em: EntityManager, viewer: Actor, ticketId: number) {
  const all = queryBuilder(em).selectFrom('replies as r').where('r.ticket_id', '=', ticketId);
  return policy.readNotes(viewer) ? all : all.where('r.internal', '=', 0);
}

const withAuthor = (replies: ReturnType<typeof visibleReplies>) =>
  replies
    .innerJoin('users as u', 'u.id', 'r.user_id')
    .select(REPLY_COLUMNS)
    .select(['u.id as authorId', 'u.name as authorName', 'u.role as authorRole']);

type Row = InferResult<ReturnType<typeof withAuthor>>[number];
const present = (row: Row) =>
  presentReply(row, { id: row.authorId, name: row.authorName, role: row.authorRole });

/** One reply as the viewer may see it. */
export async function readReply(
  em: EntityManager,
  viewer: Actor,
  ticketId: number,
  id: string,
): Promise<Reply> {
  const reply = withAuthor(visibleReplies(em, viewer, ticketId)).where('r.id', '=', id);
  return present(await reply.executeTakeFirstOrThrow());
}

/** The latest `limit` replies before a position (all, and from the end, when absent), oldest first. */
export async function pageOfReplies(
  em: EntityManager,
  viewer: Actor,
  ticketId: number,
  { limit, before }: { limit?: number | undefined; before?: number | undefined },
): Promise<{ replies: Reply[]; hasEarlier: boolean }> {
  let page = withAuthor(visibleReplies(em, viewer, ticketId)).orderBy('r.position', 'desc');
  if (before !== undefined) page = page.where('r.position', '<', before);
  if (limit !== undefined) page = page.limit(limit + 1);
  const found = await page.execute();
  const hasEarlier = limit !== undefined && found.length > limit;
  return { replies: found.slice(0, limit).reverse().map(present), hasEarlier };
}

/** Where a reply stands in its thread; 400 at `path` if the viewer does not see it on this ticket. */
export async function replyPosition(
  em: EntityManager,
  viewer: Actor,
  ticketId: number,
  replyId: string,
  path: string,
): Promise<number> {
  const seen = await visibleReplies(em, viewer, ticketId)
    .select('r.position')
    .where('r.id', '=', replyId)
    .executeTakeFirst();
  if (!seen) throw invalid([{ path, message: 'There is no such reply on this ticket.' }]);
  return seen.position;
}

/** Public replies by others after a position: what somebody who saw no further has missed. */
export async function missedReplies(em: EntityManager, viewer: Actor, ticketId: number, after: number) {
  const missed = withAuthor(visibleReplies(em, viewer, ticketId))
    .where('r.position', '>', after)
    .where('r.internal', '=', 0)
    .where('r.user_id', '<>', viewer.id)
    .orderBy('r.position');
  return (await missed.execute()).map(present);
}

import type { InferResult } from 'kysely';
import { type Actor, policy } from '../../shared/policy.ts';
import type { Reply } from '../../shared/schemas.ts';
import { type EntityManager, queryBuilder } from '../db/orm.ts';
import { invalid } from '../errors.ts';
import { presentReply, REPLY_COLUMNS } from '../presenters/reply.ts';

/** The replies of a ticket that the viewer may see (check that first): notes only for agents. */
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

/** One reply that the viewer may see. */
export async function readReply(
  em: EntityManager,
  viewer: Actor,
  ticketId: number,
  id: string,
): Promise<Reply> {
  const reply = withAuthor(visibleReplies(em, viewer, ticketId)).where('r.id', '=', id);
  return present(await reply.executeTakeFirstOrThrow());
}

/** The latest `limit` replies before a position, oldest first. Without a limit all, without a position from the end. */
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

/** The position of a reply in its thread; 400 at `path` if the viewer cannot see it on this ticket. */
export async function replyPosition(
  em: EntityManager,
  viewer: Actor,
  ticketId: number,
  replyId: string,
  path: string,
): Promise<number> {
  const reply = await visibleReplies(em, viewer, ticketId)
    .select('r.position')
    .where('r.id', '=', replyId)
    .executeTakeFirst();
  if (!reply) throw invalid([{ path, message: 'This ticket has no such reply.' }]);
  return reply.position;
}

/** Public replies by others after a position: those that a user who has read up to it has missed. */
export async function missedReplies(em: EntityManager, viewer: Actor, ticketId: number, after: number) {
  const missed = withAuthor(visibleReplies(em, viewer, ticketId))
    .where('r.position', '>', after)
    .where('r.internal', '=', 0)
    .where('r.user_id', '<>', viewer.id)
    .orderBy('r.position');
  return (await missed.execute()).map(present);
}

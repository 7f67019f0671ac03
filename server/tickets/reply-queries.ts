import { type InferResult, sql } from 'kysely';
import { type Actor, policy } from '../../shared/policy.ts';
import type { Reply } from '../../shared/schemas.ts';
import type { Role } from '../../shared/vocabulary.ts';
import { type EntityManager, queryBuilder, type Source } from '../db/orm.ts';
import { PAGE_BYTES, PagedList, type Sized, splitByBytes } from '../db/paged-list.ts';
import { prepare } from '../db/prepared-query.ts';
import { invalid } from '../errors.ts';
import { presentReply, REPLY_COLUMNS } from '../presenters/reply.ts';

/** The replies of a ticket that the viewer may see (check that first): notes only for agents. */
export function visibleReplies(source: Source, viewer: Pick<Actor, 'role'>, ticketId: number) {
  const all = queryBuilder(source).selectFrom('replies as r').where('r.ticket_id', '=', ticketId);
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

const repliesInRange = prepare((db, value: { ticketId: number; start: number; end: number }, role: Role) =>
  withAuthor(visibleReplies(db, { role }, value.ticketId))
    .where('r.position', '>=', value.start)
    .where('r.position', '<=', value.end)
    .orderBy('r.position'),
);

/** A page of a thread: the latest `limit` replies before a position (without one: from the end), of about `maxBytes`. */
type ReplyPage = { limit: number; maxBytes: number; before?: number | undefined };

/**
 * A page of replies, oldest first. Sizes decide which replies it contains, so no other text is loaded. `em` reads the
 * pages after the first, when the transaction `tx` has ended: replies never change.
 */
export async function pageOfReplies(
  em: EntityManager,
  tx: Source,
  viewer: Actor,
  ticketId: number,
  page: ReplyPage,
): Promise<{ replies: PagedList<Reply>; hasEarlier: boolean }> {
  const sizes = await sizesOfReplies(tx, viewer, ticketId, page);
  const [latest = []] = splitByBytes(sizes.slice(0, page.limit), page.maxBytes);
  const [first = [], ...others] = splitByBytes(latest.toReversed(), PAGE_BYTES);
  const read = async (from: Source, part: SizedReply[]) => {
    const range = { start: part.at(0)?.position ?? 0, end: part.at(-1)?.position ?? 0 };
    return (await repliesInRange(from, viewer.role, { ticketId, ...range })).map(present);
  };
  async function* rest() {
    for (const part of others) yield await read(em, part);
  }
  const replies = new PagedList(await read(tx, first), others.length > 0 ? rest() : null);
  return { replies, hasEarlier: latest.length < sizes.length };
}

/** The size of a reply's fields other than its text, in JSON, about. */
const FIELDS_BYTES = 350;
type SizedReply = Sized & { position: number };

const latestSizes = prepare((db, value: { ticketId: number; before: number; limit: number }, role: Role) =>
  visibleReplies(db, { role }, value.ticketId)
    .where('r.position', '<', value.before)
    .select(['r.position', sql<number>`octet_length(r.content) + ${FIELDS_BYTES}`.as('bytes')])
    .orderBy('r.position', 'desc')
    .limit(value.limit),
);

/** The positions and sizes of the latest replies, newest first, and of one more to tell if there are earlier ones. */
const sizesOfReplies = (
  source: Source,
  { role }: Actor,
  ticketId: number,
  { limit, before = Number.MAX_SAFE_INTEGER }: ReplyPage,
): Promise<SizedReply[]> => latestSizes(source, role, { ticketId, before, limit: limit + 1 });

/** The position of a reply in its thread; 400 at `path` if the viewer cannot see it on this ticket. */
export async function replyPosition(
  source: Source,
  viewer: Actor,
  ticketId: number,
  replyId: string,
  path: string,
): Promise<number> {
  const reply = await visibleReplies(source, viewer, ticketId)
    .select('r.position')
    .where('r.id', '=', replyId)
    .executeTakeFirst();
  if (!reply) throw invalid([{ path, message: 'This ticket has no such reply.' }]);
  return reply.position;
}

/** At most this many missed replies are returned: the refusal needs one, its reader the latest. */
const MAX_MISSED_REPLIES = 20;

/** The latest public replies by others after a position, oldest first: those that a user who has read up to it has missed. */
export async function missedReplies(em: EntityManager, viewer: Actor, ticketId: number, after: number) {
  const missed = withAuthor(visibleReplies(em, viewer, ticketId))
    .where('r.position', '>', after)
    .where('r.internal', '=', 0)
    .where('r.user_id', '<>', viewer.id)
    .orderBy('r.position', 'desc')
    .limit(MAX_MISSED_REPLIES);
  return (await missed.execute()).reverse().map(present);
}

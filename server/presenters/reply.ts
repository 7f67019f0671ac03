import type { Actor } from '../../shared/policy.ts';
import type { Reply } from '../../shared/schemas.ts';
import { iso } from '../db/time.ts';
import { presentPerson } from './person.ts';

/** The columns of `replies as r` that `presentReply` reads. */
export const REPLY_COLUMNS = [
  'r.id',
  'r.ticket_id as ticketId',
  'r.content',
  'r.internal',
  'r.created_at as createdAt',
  'r.key',
] as const;

/** A reply as a row or as an entity. */
type ReplySource = {
  id: string;
  ticketId: number;
  content: string;
  internal: boolean | 0 | 1;
  createdAt: Date | number;
  key: string | null;
};

/** The reply as the API sends it. */
export const presentReply = (reply: ReplySource, author: Actor): Reply => ({
  id: reply.id,
  ticketId: reply.ticketId,
  author: presentPerson(author),
  content: reply.content,
  internal: Boolean(reply.internal),
  createdAt: iso(reply.createdAt),
  key: reply.key,
});

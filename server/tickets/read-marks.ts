import type { Actor } from '../../shared/policy.ts';
import { type EntityManager, inTransaction } from '../db/orm.ts';
import { ReadMark } from '../entities/read-mark.ts';
import { replyPosition } from './reply-queries.ts';
import { requireVisible } from './scope.ts';

/**
 * Sets the viewer's read mark to a reply they can see or to the description, or (null) removes it. Records no event, as it
 * is personal.
 */
export const markRead = (em: EntityManager, viewer: Actor, ticketId: number, upTo: string | null) =>
  inTransaction(em, async (tx) => {
    await requireVisible(tx, viewer, ticketId);
    const mark = { user: viewer.id, ticket: ticketId };
    if (upTo === null) await tx.nativeDelete(ReadMark, mark);
    else
      await tx.upsert(ReadMark, {
        ...mark,
        // Replies begin at position 1.
        position: upTo === 'description' ? 0 : await replyPosition(tx, viewer, ticketId, upTo, 'upTo'),
      });
  });

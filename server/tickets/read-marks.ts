import type { Actor } from '../../shared/policy.ts';
import { type EntityManager, transact } from '../db/orm.ts';
import { ReadMark } from '../entities/read-mark.ts';
import { positionOf } from './replies.ts';
import { seeTicket } from './ticket-queries.ts';

/** Remembers how far the viewer has read: up to a reply they can see, or (null) not at all. Personal: no event, no version. */
export const markRead = (em: EntityManager, viewer: Actor, ticketId: number, upTo: string | null) =>
  transact(em, async (tx) => {
    await seeTicket(tx, viewer, ticketId);
    const mark = { user: viewer.id, ticket: ticketId };
    if (upTo === null) await tx.nativeDelete(ReadMark, mark);
    else
      await tx.upsert(ReadMark, { ...mark, position: await positionOf(tx, viewer, ticketId, upTo, 'upTo') });
  });

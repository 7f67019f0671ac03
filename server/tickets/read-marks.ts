import type { Actor } from '../../shared/policy.ts';
import { type EntityManager, transact } from '../db/orm.ts';
import { ReadMark, UNREAD } from '../entities/read-mark.ts';
import { seeTicket } from './queries.ts';
import { positionOf } from './thread.ts';

/** Remembers how far the viewer has read: up to a reply they can see, or (null) not at all. Personal: no event, no version. */
export const markRead = (em: EntityManager, viewer: Actor, ticketId: number, upTo: string | null) =>
  transact(em, async (tx) => {
    await seeTicket(tx, viewer, ticketId);
    const position = upTo === null ? UNREAD : await positionOf(tx, viewer, ticketId, upTo, 'upTo');
    await tx.upsert(ReadMark, { user: viewer.id, ticket: ticketId, position });
  });

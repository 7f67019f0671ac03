import type { QueryOf } from '../../shared/contract.ts';
import type { Actor } from '../../shared/policy.ts';
import type { Ticket } from '../../shared/schemas.ts';
import type { Role } from '../../shared/vocabulary.ts';
import { allowedStatuses } from '../../shared/workflow.ts';
import { type EntityManager, inReadTransaction, type Source } from '../db/orm.ts';
import { prepare } from '../db/prepared-query.ts';
import { notFound } from '../errors.ts';
import { lastSeqFor } from '../events/event-log.ts';
import { historyOf } from '../events/history.ts';
import { presentTicket, SUMMARY_COLUMNS } from '../presenters/ticket.ts';
import { pageOfReplies, replyPosition } from './reply-queries.ts';
import { requireVisible, type VisibleTickets, viewerOf, visibleTickets } from './scope.ts';
import { unreadBy, withReadMark } from './unread-queries.ts';

/** Selects what a list shows of each ticket: with its customer, its agent and the viewer's unread count. */
export const selectListed = (tickets: VisibleTickets, viewer: Actor) =>
  withReadMark(tickets, viewer)
    .innerJoin('users as c', 'c.id', 't.customer_id')
    .leftJoin('users as a', 'a.id', 't.agent_id')
    .select(SUMMARY_COLUMNS)
    .select(unreadBy(viewer).as('unread'));

const ticketById = prepare((db, value: { viewerId: number; id: number }, role: Role) => {
  const viewer = viewerOf(role, value);
  return selectListed(visibleTickets(db, viewer), viewer)
    .select('t.description')
    .where('t.id', '=', value.id);
});

/** One ticket as the viewer reads it; 404 unless they may see it. */
export async function readTicket(source: Source, viewer: Actor, id: number): Promise<Ticket> {
  const [row] = await ticketById(source, viewer.role, { viewerId: viewer.id, id });
  if (!row) throw notFound();
  return presentTicket(row);
}

/** The bounds of a thread in one response, and of a further page of it. */
const MAX_REPLIES = 1000;
const MAX_THREAD_BYTES = 4 * 1024 * 1024;
const MAX_PAGE_BYTES = 1024 * 1024;

/** A ticket with the latest replies of its thread and the viewer's seq, read in one transaction. */
export const showTicket = (em: EntityManager, viewer: Actor, id: number, limit = MAX_REPLIES) =>
  inReadTransaction(em, async (tx) => {
    const ticket = await readTicket(tx, viewer, id);
    const page = await pageOfReplies(em, tx, viewer, id, { limit, maxBytes: MAX_THREAD_BYTES });
    const allowed = allowedStatuses(viewer.role, ticket.status);
    return { ...ticket, ...page, allowedStatuses: allowed, seq: await lastSeqFor(tx, viewer) };
  });

/** A page of a ticket's thread: the replies before the reply `before`. */
export const listReplies = (em: EntityManager, viewer: Actor, id: number, query: QueryOf<'listReplies'>) =>
  inReadTransaction(em, async (tx) => {
    await requireVisible(tx, viewer, id);
    const before = query.before ? await replyPosition(tx, viewer, id, query.before, 'before') : undefined;
    return pageOfReplies(em, tx, viewer, id, { limit: query.limit, maxBytes: MAX_PAGE_BYTES, before });
  });

/** The history of a ticket, from the event log. */
export const showHistory = (em: EntityManager, viewer: Actor, id: number) =>
  inReadTransaction(em, async (tx) => {
    await requireVisible(tx, viewer, id);
    return { events: await historyOf(em, tx, viewer, id) };
  });

import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { DomainEvent } from '../../shared/events.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import type { ReplyDraft, TicketChange, TicketDraft, Ticket as TicketShape } from '../../shared/schemas.ts';
import type { Status } from '../../shared/vocabulary.ts';
import { statusAfterCustomerReply, UNRESOLVED } from '../../shared/workflow.ts';
import { type EntityManager, inTransaction } from '../db/orm.ts';
import { previewOf, type Ticket } from '../entities/ticket.ts';
import type { User } from '../entities/user.ts';
import { forbidden, keyReused, staleReply, versionConflict } from '../errors.ts';
import { appendEvents } from '../events/event-log.ts';
import { lastChangedBy } from '../events/history.ts';
import { presentReply } from '../presenters/reply.ts';
import { indexText } from '../search/text-index.ts';
import { missedReplies, readReply, replyPosition } from './reply-queries.ts';
import { visibleTickets } from './scope.ts';
import {
  findReplyByKey,
  findTicketByKey,
  insertReply,
  insertTicket,
  loadForUpdate,
  loadTickets,
  updateTicket,
} from './stored-tickets.ts';
import { readTicket } from './ticket-queries.ts';

/** Bounds the memory and the time for which a release blocks other requests: about 0.5 ms a ticket. */
const MAX_RELEASED_AT_ONCE = 25;

// The only code that changes tickets. Each command is one transaction: load (404), refuse (403, 409, 400),
// change the ticket through its methods, store it, append to the log.

/** Creates a customer's ticket. The same key again returns the first ticket. */
export const createTicket = (em: EntityManager, actor: Actor, draft: TicketDraft, key: string | null) =>
  inTransaction(em, async (tx) => {
    const digest = digestOf([draft.subject, draft.description, draft.priority]);
    const earlier = key && (await findTicketByKey(tx, actor, key));
    if (earlier) {
      if (earlier.digest !== digest) throw keyReused();
      return { ticket: await readTicket(tx, actor, earlier.id), replayed: true };
    }
    if (!policy.submit(actor)) throw forbidden('Only customers submit tickets.');
    const at = new Date();
    const { subject, description, priority } = draft;
    const id = await insertTicket(tx, {
      customer_id: actor.id,
      agent_id: null,
      subject,
      description,
      status: 'open',
      priority,
      version: 1,
      created_at: at.getTime(),
      updated_at: at.getTime(),
      last_reply_at: null,
      waiting_since: at.getTime(),
      preview: previewOf(description),
      key,
      digest: key && digest,
    });
    const indexed = { ticketId: id, customerId: actor.id };
    await indexText(tx, { ...indexed, place: 'subject', text: subject });
    await indexText(tx, { ...indexed, place: 'description', text: description });
    return { ticket: await logEvents(tx, actor, id, at, [{ type: 'ticket.created' }]), replayed: false };
  });

/** Changes the ticket's status, its priority, or both. */
export const changeTicket = (em: EntityManager, actor: Actor, id: number, change: TicketChange) =>
  inTransaction(em, async (tx) => {
    const { ticket, me } = await loadForUpdate(tx, actor, id);
    if (change.priority && !policy.prioritize(actor)) throw forbidden('Only agents set the priority.');
    if (change.status) permitMove(actor, change.status);
    if (change.version !== undefined && change.version !== ticket.version)
      throw await versionConflictFor(tx, actor, id);
    const at = new Date();
    return storeAndLog(tx, actor, ticket, at, [
      ...(change.status ? ticket.moveTo(change.status, me, at) : []),
      ...(change.priority ? ticket.setPriority(change.priority, at) : []),
    ]);
  });

/** Assigns the ticket to the acting agent; from another agent only as a takeover. */
export const assignTicket = (em: EntityManager, actor: Actor, id: number, takeover: boolean) =>
  inTransaction(em, async (tx) => {
    const { ticket, me } = await loadForUpdate(tx, actor, id);
    if (!policy.assign(actor)) throw forbidden('Only agents assign tickets.');
    const at = new Date();
    return storeAndLog(tx, actor, ticket, at, ticket.assignTo(me, at, takeover));
  });

/** Removes the ticket's assignee. */
export const releaseTicket = (em: EntityManager, actor: Actor, id: number) =>
  inTransaction(em, async (tx) => {
    const { ticket } = await loadForUpdate(tx, actor, id);
    if (!policy.assign(actor)) throw forbidden('Only agents release tickets.');
    const at = new Date();
    return storeAndLog(tx, actor, ticket, at, ticket.release(at));
  });

/**
 * Removes an agent from their unresolved tickets, in the transaction of their deactivation. Returns how many. Works in
 * pages: the entities of one page are in memory at a time.
 */
export async function releaseTicketsOf(tx: EntityManager, actor: Actor, agentId: number): Promise<number> {
  if (!policy.assign(actor)) throw forbidden('Only agents release tickets.');
  const at = new Date();
  const unresolved = visibleTickets(tx, actor)
    .where('t.agent_id', '=', agentId)
    .where('t.status', 'in', UNRESOLVED)
    .orderBy('t.id')
    .limit(MAX_RELEASED_AT_ONCE);
  for (let released = 0; ; ) {
    const page = await loadTickets(unresolved);
    for (const ticket of page) await storeAndLog(tx, actor, ticket, at, ticket.release(at));
    released += page.length;
    if (page.length < MAX_RELEASED_AT_ONCE) return released;
    // Each query runs synchronously: let the event loop turn, to answer requests that need no database.
    await nextTurn();
  }
}

/** Adds a reply or a note. The status change that comes with it is part of the same command. */
export const addReply = (
  em: EntityManager,
  actor: Actor,
  id: number,
  draft: ReplyDraft,
  key: string | null,
) =>
  inTransaction(em, async (tx) => {
    const { ticket, me, head } = await loadForUpdate(tx, actor, id);
    const digest = digestOf([draft.content, draft.internal, draft.status ?? null]);
    const earlier = key && (await findReplyByKey(tx, actor, key));
    if (earlier) {
      if (earlier.ticket_id !== id || earlier.digest !== digest) throw keyReused();
      return {
        reply: await readReply(tx, actor, id, earlier.id),
        ticket: await readTicket(tx, actor, id),
        replayed: true,
      };
    }
    if (draft.internal && !policy.writeNote(actor)) throw forbidden('Only agents write notes.');
    if (draft.status) permitMove(actor, draft.status);
    const at = new Date();
    // Otherwise no agent would be notified of a customer's reply on a resolved ticket.
    const released = actor.role === 'customer' ? ticket.releaseFromDeactivated(at) : [];
    const moves = [...released, ...move(ticket, me, draft, at)];
    await refuseIfStale(tx, actor, id, draft);
    if (!draft.internal) ticket.recordReply(actor, draft.content, at);
    const { content, internal } = draft;
    const position = head.append(me);
    const fields = { id: uuidv7(), content, internal, createdAt: at };
    await insertReply(
      tx,
      {
        id: fields.id,
        ticket_id: id,
        user_id: actor.id,
        position,
        content,
        internal: internal ? 1 : 0,
        created_at: at.getTime(),
        key,
        digest: key && digest,
      },
      head,
    );
    const indexed = { ticketId: id, customerId: ticket.customer.id, place: { reply: position } };
    await indexText(tx, { ...indexed, text: content, internal });
    // A note does not change the ticket's row: customers can see its version.
    if (!internal || moves.length > 0) await updateTicket(tx, ticket);
    const reply = presentReply({ ...fields, ticketId: id, key }, actor);
    const changed = await logEvents(tx, actor, id, at, [{ type: 'reply.created', reply }, ...moves]);
    return { reply, ticket: changed, replayed: false };
  });

/** Stores what the command has changed in the ticket, then its events. Without an event it writes nothing. */
async function storeAndLog(
  tx: EntityManager,
  actor: Actor,
  changed: Ticket,
  at: Date,
  events: DomainEvent[],
) {
  if (events.length > 0) await updateTicket(tx, changed);
  return logEvents(tx, actor, changed.id, at, events);
}

/** Appends the events of a stored change to the log. Returns the ticket as it is now. */
async function logEvents(tx: EntityManager, actor: Actor, id: number, at: Date, events: DomainEvent[]) {
  const ticket = await readTicket(tx, actor, id);
  if (events.length > 0) await appendEvents(tx, { actor, at, ticket: summaryOf(ticket), events });
  return ticket;
}

const summaryOf = ({ unread: _, description: __, ...summary }: TicketShape) => summary;

function permitMove(actor: Actor, to: Status): void {
  if (!policy.moveTo(actor, to)) throw forbidden(`A ticket becomes ${to} only by the other side.`);
}

function move(ticket: Ticket, me: User, draft: ReplyDraft, at: Date): DomainEvent[] {
  if (draft.status) return ticket.moveTo(draft.status, me, at);
  return me.role === 'customer' ? ticket.setStatus(statusAfterCustomerReply(ticket.status), at) : [];
}

/** Refuses a public reply if its author has not seen the latest one by another user. Notes are never refused. */
async function refuseIfStale(tx: EntityManager, actor: Actor, id: number, draft: ReplyDraft): Promise<void> {
  const { lastSeenReplyId } = draft;
  if (lastSeenReplyId === undefined || draft.internal) return;
  const position =
    lastSeenReplyId === null ? 0 : await replyPosition(tx, actor, id, lastSeenReplyId, 'lastSeenReplyId');
  const missed = await missedReplies(tx, actor, id, position);
  if (missed.length > 0) throw staleReply(missed);
}

async function versionConflictFor(tx: EntityManager, actor: Actor, id: number) {
  return versionConflict(await readTicket(tx, actor, id), await lastChangedBy(tx, id));
}

/** A digest of what was sent under an idempotency key, to tell a repeat from a different request. */
export const digestOf = (content: unknown[]) =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

import { audienceOf, type DomainEvent } from '../../../shared/events.ts';
import { statusAfterCustomerReply } from '../../../shared/workflow.ts';
import { ThreadHead } from '../../entities/thread-head.ts';
import { previewOf, Ticket } from '../../entities/ticket.ts';
import type { User } from '../../entities/user.ts';
import { toRows } from '../../events/event-log.ts';
import { presentReply } from '../../presenters/reply.ts';
import { presentSummary } from '../../presenters/ticket.ts';
import { digestOf } from '../../tickets/commands.ts';
import type { Command } from './command.ts';
import { type Rows, summaryRow } from './rows.ts';

/** A ticket in memory, with the end of its thread. */
export type TicketInMemory = {
  ticket: Ticket;
  head: ThreadHead | null;
  /** The position of the last public reply. */
  lastPublic: number;
};

/** The ends of the log and of the customers' streams, and the last ticket id. */
export type Position = { seq: number; customerSeqs: Map<number, number>; ticketId: number };

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/**
 * Does in memory what `tickets/commands.ts` does in the database, and collects the rows to write. The entities decide, as
 * there; a test compares the rows. Permissions and versions are not checked: the timeline contains legal commands only.
 */
export function createInMemoryCommands(position: Position, rows: Rows) {
  function createTicket(command: Of<'create'>): TicketInMemory {
    const { at, actor, subject, description, priority, key } = command;
    position.ticketId += 1;
    const ticket = Object.assign(new Ticket(), {
      id: position.ticketId,
      customer: actor,
      agent: null,
      subject,
      description,
      status: 'open',
      priority,
      version: 1,
      createdAt: at,
      updatedAt: at,
      lastReplyAt: null,
      waitingSince: at,
      preview: previewOf(description),
      key,
      digest: digestOf([subject, description, priority]),
    } as const);
    const { id: ticketId } = ticket;
    const indexed = { ticketId, customerId: actor.id };
    rows.texts.push({ ...indexed, place: 'subject', text: subject });
    rows.texts.push({ ...indexed, place: 'description', text: description });
    const state = { ticket, head: null, lastPublic: 0 };
    log(state, actor, at, [{ type: 'ticket.created' }]);
    return state;
  }

  /** Applies any other command. */
  function apply(state: TicketInMemory, command: Exclude<Command, Of<'create'>>): void {
    const { at, actor } = command;
    const { version } = state.ticket;
    if (command.type === 'read') {
      markRead(state, actor);
      return;
    }
    const events = command.type === 'reply' ? addReply(state, command) : change(state.ticket, command);
    // A note is no change of the ticket's row.
    if (events.some((event) => audienceOf(event.type, event) === 'everyone'))
      state.ticket.version = version + 1;
    log(state, actor, at, events);
  }

  function addReply(state: TicketInMemory, command: Of<'reply'>): DomainEvent[] {
    const { ticket } = state;
    const { at, actor, id, content, internal, status, key } = command;
    const moves = status
      ? ticket.moveTo(status, actor, at)
      : actor.role === 'customer'
        ? ticket.setStatus(statusAfterCustomerReply(ticket.status), at)
        : [];
    if (!internal) ticket.recordReply(actor, content, at);
    state.head ??= Object.assign(new ThreadHead(), {
      ticket,
      author: actor,
      position: 0,
      positionByOthers: 0,
    });
    const position = state.head.append(actor);
    if (!internal) state.lastPublic = position;
    rows.heads.add(state.head);
    rows.replies.push({
      id,
      ticket_id: ticket.id,
      user_id: actor.id,
      position,
      content,
      internal: internal ? 1 : 0,
      created_at: at.getTime(),
      key,
      digest: digestOf([content, internal, status ?? null]),
    });
    const indexed = { ticketId: ticket.id, customerId: ticket.customer.id, place: { reply: position } };
    rows.texts.push({ ...indexed, text: content, internal });
    const reply = presentReply({ id, ticketId: ticket.id, content, internal, createdAt: at, key }, actor);
    return [{ type: 'reply.created', reply }, ...moves];
  }

  function markRead({ ticket, head, lastPublic }: TicketInMemory, reader: User): void {
    const position = reader.role === 'agent' ? (head?.position ?? 0) : lastPublic;
    if (position === 0) return;
    rows.readMarks.set(`${reader.id} ${ticket.id}`, { user_id: reader.id, ticket_id: ticket.id, position });
  }

  function log({ ticket }: TicketInMemory, actor: User, at: Date, events: DomainEvent[]): void {
    if (events.length === 0) return;
    rows.tickets.add(ticket);
    const customerSeq = position.customerSeqs.get(ticket.customer.id) ?? 0;
    const batch = { actor: actor.toActor(), at, ticket: presentSummary(summaryRow(ticket)), events };
    for (const row of toRows(batch, { seq: position.seq, customerSeq })) {
      rows.events.push(row);
      position.seq = row.seq;
      if (row.customer_seq !== null) position.customerSeqs.set(ticket.customer.id, row.customer_seq);
    }
  }

  return { createTicket, apply };
}

function change(ticket: Ticket, command: Of<'change' | 'assign' | 'release'>): DomainEvent[] {
  const { at, actor } = command;
  if (command.type === 'assign') return ticket.assignTo(actor, at, command.takeover);
  if (command.type === 'release') return ticket.release(at);
  return [
    ...(command.status ? ticket.moveTo(command.status, actor, at) : []),
    ...(command.priority ? ticket.setPriority(command.priority, at) : []),
  ];
}

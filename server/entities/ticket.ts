import { defineEntity, type Opt, p } from '@mikro-orm/core';
import type { DomainEvent, WorkflowState } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import { NOT_WAITING } from '../../shared/ticket-list.ts';
import type { Priority, Status } from '../../shared/vocabulary.ts';
import { allowedStatuses, statusAfterAssign } from '../../shared/workflow.ts';
import { alreadyAssigned, invalidTransition } from '../errors.ts';
import { User } from './user.ts';

const PREVIEW_LENGTH = 140;
/** More than any character of a script or emoji needs. */
const MAX_GRAPHEME_LENGTH = 64;
const graphemes = new Intl.Segmenter();
const ASCII = /^[\x20-\x7e]*$/;
/** Lone surrogates, the character that stands for them, and invisible text at the start. */
const UNPRINTABLE = /[\p{Cs}\ufffd]|^[\s\u2800\p{Default_Ignorable_Code_Point}]+/gu;

/** The start of a text on one line, for ticket lists: whole graphemes, such as a letter with its accents or a flag. */
export function previewOf(text: string): string {
  const line = text.replace(UNPRINTABLE, '').replace(/\s+/g, ' ').trim();
  const start = line.slice(0, PREVIEW_LENGTH + 1);
  // Each character is a grapheme. To segment takes a tenth of a command's time.
  if (ASCII.test(start)) return start.slice(0, PREVIEW_LENGTH).trim();
  let preview = '';
  for (const { segment } of graphemes.segment(line)) {
    // A letter with hundreds of marks: the letter alone.
    const shown =
      segment.length > MAX_GRAPHEME_LENGTH ? String.fromCodePoint(segment.codePointAt(0) ?? 0) : segment;
    if (preview.length + shown.length > PREVIEW_LENGTH) break;
    preview += shown;
  }
  return preview.trim();
}

/** Longest waiting first; ties by id, newest first. */
const waiting = [{ name: 'waiting_key' }, { name: 'id', sort: 'desc' as const }];

export const TicketSchema = defineEntity({
  name: 'Ticket',
  tableName: 'tickets',
  checks: [
    {
      name: 'tickets_status',
      expression: "status in ('open', 'in_progress', 'waiting_on_customer', 'resolved', 'reopened')",
    },
    { name: 'tickets_priority', expression: "priority in ('low', 'medium', 'high')" },
  ],
  uniques: [{ name: 'tickets_customer_key', properties: ['customer', 'key'] }],
  // One index per sort, after status and priority, for all tickets and per agent: a list is merged from their ranges.
  indexes: [
    { name: 'tickets_status_rank', properties: ['status', 'rank'] },
    { name: 'tickets_status_rank_updated', properties: ['status', 'rank', 'updatedAt'] },
    { name: 'tickets_status_rank_created', properties: ['status', 'rank', 'createdAt'] },
    { name: 'tickets_status_rank_waiting', columns: [{ name: 'status' }, { name: 'rank' }, ...waiting] },
    { name: 'tickets_agent_status_rank', properties: ['agent', 'status', 'rank'] },
    { name: 'tickets_agent_updated', properties: ['agent', 'status', 'rank', 'updatedAt'] },
    { name: 'tickets_agent_created', properties: ['agent', 'status', 'rank', 'createdAt'] },
    {
      name: 'tickets_agent_waiting',
      columns: [{ name: 'agent_id' }, { name: 'status' }, { name: 'rank' }, ...waiting],
    },
    { name: 'tickets_customer_updated', properties: ['customer', 'updatedAt'] },
  ],
  properties: {
    id: p.integer().primary().autoincrement(),
    customer: () => p.manyToOne(User).deleteRule('restrict').index(false),
    agent: () => p.manyToOne(User).deleteRule('restrict').index(false).nullable(),
    subject: p.string(),
    description: p.text(),
    status: p.string().$type<Status>(),
    priority: p.string().$type<Priority>(),
    version: p.integer().version(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
    lastReplyAt: p.datetime(3).nullable(),
    waitingSince: p.datetime(3).nullable(),
    preview: p.string(),
    /** The Idempotency-Key of its request, and a digest of that request's body. */
    key: p.uuid().nullable(),
    digest: p.string().nullable(),
    /** Sort keys of `priority` and `waiting`, computed by the database for its indexes. */
    rank: p
      .integer()
      .generated("(case priority when 'high' then 2 when 'medium' then 1 else 0 end) stored")
      .$type<Opt<number>>()
      .hidden(),
    waitingKey: p
      .bigint('number')
      .generated(`(coalesce(waiting_since, ${NOT_WAITING})) stored`)
      .$type<Opt<number>>()
      .hidden(),
  },
});

/** A customer's request. Each method changes it and returns the events of the change; without a change, none. */
export class Ticket extends TicketSchema.class {
  /** Sets the assignee; replaces another agent only as a takeover. Moves an open or reopened ticket to in progress. */
  assignTo(agent: User, at: Date, takeover = false): DomainEvent[] {
    const assignee = this.agent ?? null;
    if (assignee?.id === agent.id) return [];
    if (assignee && !takeover) throw alreadyAssigned(assignee);
    return [...this.setAssignee(agent, at), ...this.setStatus(statusAfterAssign(this.status), at)];
  }

  /** Removes the assignee; the status stays. */
  release(at: Date): DomainEvent[] {
    return this.agent ? this.setAssignee(null, at) : [];
  }

  /** Removes a deactivated assignee: the ticket would wait for an agent who cannot sign in. */
  releaseFromDeactivated(at: Date): DomainEvent[] {
    return this.agent?.active === false ? this.release(at) : [];
  }

  /**
   * Makes one step of the workflow. An agent who starts work on an unassigned ticket becomes its assignee. Reopening
   * keeps the assignee, except a deactivated one.
   */
  moveTo(to: Status, mover: User, at: Date): DomainEvent[] {
    const allowed = allowedStatuses(mover.role, this.status);
    if (!allowed.includes(to)) throw invalidTransition(this.status, to, allowed);
    const assigned =
      to === 'in_progress' && !this.agent && mover.role === 'agent' ? this.setAssignee(mover, at) : [];
    const released = to === 'reopened' ? this.releaseFromDeactivated(at) : [];
    return [...assigned, ...released, ...this.setStatus(to, at)];
  }

  setPriority(priority: Priority, at: Date): DomainEvent[] {
    if (priority === this.priority) return [];
    const before = workflowStateOf(this);
    const changes = { priority: { from: this.priority, to: priority } };
    this.priority = priority;
    this.updatedAt = at;
    return [{ type: 'ticket.updated', changes, before }];
  }

  /** Records a public reply in the ticket's row, which moves its version. Notes must not: customers can see it. */
  recordReply(author: Actor, content: string, at: Date): void {
    this.lastReplyAt = at;
    this.updatedAt = at;
    this.preview = previewOf(content);
    if (author.role === 'agent') this.waitingSince = null;
    else if (this.status !== 'resolved') this.waitingSince ??= at;
  }

  /** Sets the status without checking the workflow: for status changes that replies and assignments cause. */
  setStatus(to: Status, at: Date): DomainEvent[] {
    if (to === this.status) return [];
    const before = workflowStateOf(this);
    const from = this.status;
    this.status = to;
    this.updatedAt = at;
    if (to === 'waiting_on_customer' || to === 'resolved') this.waitingSince = null;
    else if (from === 'waiting_on_customer' || from === 'resolved') this.waitingSince ??= at;
    return [{ type: 'ticket.status_changed', from, to, before }];
  }

  private setAssignee(agent: User | null, at: Date): DomainEvent[] {
    const before = workflowStateOf(this);
    this.agent = agent;
    this.updatedAt = at;
    return [{ type: 'ticket.assigned', agent: nameOf(agent), previousAgent: before.agent, before }];
  }
}
TicketSchema.setClass(Ticket);

const workflowStateOf = ({ status, priority, agent }: Ticket): WorkflowState => ({
  status,
  priority,
  agent: nameOf(agent),
});

const nameOf = (agent: User | null | undefined) => (agent ? { id: agent.id, name: agent.name } : null);

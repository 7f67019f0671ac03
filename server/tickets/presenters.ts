import type { Reply, Ticket, TicketSummary } from '../../shared/schemas.ts';
import type { Role } from '../../shared/workflow.ts';
import type { Tables } from '../db/tables.ts';
import { iso, isoOrNull } from '../db/time.ts';

/** A ticket's row with the names it mentions. */
export type SummaryRow = Pick<
  Tables['tickets'],
  | 'id'
  | 'subject'
  | 'status'
  | 'priority'
  | 'version'
  | 'created_at'
  | 'updated_at'
  | 'last_reply_at'
  | 'waiting_since'
  | 'preview'
  | 'customer_id'
  | 'agent_id'
> & { customer_name: string; customer_email: string; agent_name: string | null };

/** The ticket as events carry it. */
export const presentSummary = (row: SummaryRow): TicketSummary => ({
  id: row.id,
  subject: row.subject,
  status: row.status,
  priority: row.priority,
  customer: { id: row.customer_id, name: row.customer_name, email: row.customer_email },
  agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? '' },
  version: row.version,
  createdAt: iso(row.created_at),
  updatedAt: iso(row.updated_at),
  lastReplyAt: isoOrNull(row.last_reply_at),
  waitingSince: isoOrNull(row.waiting_since),
  preview: row.preview,
});

/** The ticket as one viewer reads it. */
export const presentTicket = (row: SummaryRow & { description: string; unread: number }): Ticket => ({
  ...presentSummary(row),
  unread: row.unread,
  description: row.description,
});

/** A reply's row with its author. */
export type ReplyRow = Pick<
  Tables['replies'],
  'id' | 'ticket_id' | 'content' | 'internal' | 'created_at' | 'key'
> & {
  author_id: number;
  author_name: string;
  author_role: Role;
};

export const presentReply = (row: ReplyRow): Reply => ({
  id: row.id,
  ticketId: row.ticket_id,
  author: { id: row.author_id, name: row.author_name, role: row.author_role },
  content: row.content,
  internal: row.internal === 1,
  createdAt: iso(row.created_at),
  key: row.key,
});

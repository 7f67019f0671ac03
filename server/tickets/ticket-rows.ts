import type { Tables } from '../db/tables.ts';
import type { ThreadHead } from '../entities/thread-head.ts';
import type { Ticket } from '../entities/ticket.ts';

/** The row of a ticket, without the generated columns. */
export const toTicketRow = (ticket: Ticket): Omit<Tables['tickets'], 'rank' | 'waiting_key'> => ({
  id: ticket.id,
  customer_id: ticket.customer.id,
  subject: ticket.subject,
  description: ticket.description,
  ...toChangedColumns(ticket),
  created_at: ticket.createdAt.getTime(),
  key: ticket.key ?? null,
  digest: ticket.digest ?? null,
});

/** The columns that commands change. */
export const toChangedColumns = (ticket: Ticket) => ({
  agent_id: ticket.agent?.id ?? null,
  status: ticket.status,
  priority: ticket.priority,
  version: ticket.version,
  updated_at: ticket.updatedAt.getTime(),
  last_reply_at: ticket.lastReplyAt?.getTime() ?? null,
  waiting_since: ticket.waitingSince?.getTime() ?? null,
  preview: ticket.preview,
});

/** The row of a thread's end. */
export const toHeadRow = (head: ThreadHead): Tables['thread_heads'] => ({
  ticket_id: head.ticket.id,
  position: head.position,
  author_id: head.author.id,
  position_by_others: head.positionByOthers,
});

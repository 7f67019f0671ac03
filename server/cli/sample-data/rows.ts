import type { Tables } from '../../db/tables.ts';
import type { ThreadHead } from '../../entities/thread-head.ts';
import type { Ticket } from '../../entities/ticket.ts';
import { searchTextOf, type User } from '../../entities/user.ts';
import type { IndexedText } from '../../search/text-index.ts';

/** What the write step has to write. A ticket that changes several times in between is written once. */
export type Rows = {
  users: Set<User>;
  tickets: Set<Ticket>;
  heads: Set<ThreadHead>;
  replies: Tables['replies'][];
  events: Tables['events'][];
  /** For the search index. */
  texts: IndexedText[];
  /** By user and ticket. */
  readMarks: Map<string, Tables['read_marks']>;
};

export const createRows = (): Rows => ({
  users: new Set(),
  tickets: new Set(),
  heads: new Set(),
  replies: [],
  events: [],
  texts: [],
  readMarks: new Map(),
});

export function clearRows(rows: Rows): void {
  for (const set of [rows.users, rows.tickets, rows.heads, rows.readMarks]) set.clear();
  for (const list of [rows.replies, rows.events, rows.texts]) list.length = 0;
}

export const userRow = (user: User): Tables['users'] => ({
  id: user.id,
  email: user.email,
  password_hash: user.passwordHash,
  name: user.name,
  role: user.role,
  active: user.active ? 1 : 0,
  created_at: user.createdAt.getTime(),
  search_text: searchTextOf(user),
});

/** Without the generated columns. */
export const ticketRow = (ticket: Ticket): Omit<Tables['tickets'], 'rank' | 'waiting_key'> => ({
  id: ticket.id,
  customer_id: ticket.customer.id,
  agent_id: ticket.agent?.id ?? null,
  subject: ticket.subject,
  description: ticket.description,
  status: ticket.status,
  priority: ticket.priority,
  version: ticket.version,
  created_at: ticket.createdAt.getTime(),
  updated_at: ticket.updatedAt.getTime(),
  last_reply_at: ticket.lastReplyAt?.getTime() ?? null,
  waiting_since: ticket.waitingSince?.getTime() ?? null,
  preview: ticket.preview,
  key: ticket.key ?? null,
  digest: ticket.digest ?? null,
});

export const headRow = (head: ThreadHead): Tables['thread_heads'] => ({
  ticket_id: head.ticket.id,
  position: head.position,
  author_id: head.author.id,
  position_by_others: head.positionByOthers,
});

/** The row of a ticket as a list selects it: with the names of its customer and its agent. */
export const summaryRow = (ticket: Ticket) => ({
  ...ticketRow(ticket),
  customer_name: ticket.customer.name,
  customer_email: ticket.customer.email,
  agent_name: ticket.agent?.name ?? null,
});

import type { Tables } from '../../db/tables.ts';
import type { ThreadHead } from '../../entities/thread-head.ts';
import type { Ticket } from '../../entities/ticket.ts';
import { searchTextOf, type User } from '../../entities/user.ts';
import type { IndexedText } from '../../search/text-index.ts';
import { toTicketRow } from '../../tickets/ticket-rows.ts';

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

/** The row of a ticket as a list selects it: with the names of its customer and its agent. */
export const summaryRow = (ticket: Ticket) => ({
  ...toTicketRow(ticket),
  customer_name: ticket.customer.name,
  customer_email: ticket.customer.email,
  agent_name: ticket.agent?.name ?? null,
});

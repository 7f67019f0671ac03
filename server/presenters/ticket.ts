import type { Ticket, TicketSummary } from '../../shared/schemas.ts';
import type { Joined, RowOf, Tables } from '../db/tables.ts';
import { iso, isoOrNull } from '../db/time.ts';

/** The columns that `presentSummary` reads: of a ticket `t`, its customer `c` and its agent `a`. */
export const SUMMARY_COLUMNS = [
  't.id',
  't.subject',
  't.status',
  't.priority',
  't.version',
  't.created_at',
  't.updated_at',
  't.last_reply_at',
  't.waiting_since',
  't.preview',
  't.customer_id',
  'c.name as customer_name',
  'c.email as customer_email',
  't.agent_id',
  'a.name as agent_name',
] as const;

type Sources = { t: Tables['tickets']; c: Tables['users']; a: Joined<Tables['users']> };
type SummaryRow = RowOf<Sources, typeof SUMMARY_COLUMNS>;

/** The ticket as events contain it. */
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

/** The ticket as a list shows it to one viewer. */
export const presentListed = (row: SummaryRow & { unread: number }) => ({
  ...presentSummary(row),
  unread: row.unread,
});

/** The ticket as one viewer reads it. */
export const presentTicket = (row: SummaryRow & { description: string; unread: number }): Ticket => ({
  ...presentSummary(row),
  unread: row.unread,
  description: row.description,
});

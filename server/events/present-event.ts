import { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import type { EntityManager } from '../db/orm.ts';
import type { Tables } from '../db/tables.ts';
import { iso } from '../db/time.ts';
import { presentReply } from '../presenters/reply.ts';
import { reportUnreadableRow } from './unreadable-rows.ts';
import { upcast } from './upcast.ts';

/** A row of the log with the text of its reply. */
export type LogRow = Omit<Tables['events'], 'actor_id'> & {
  content: string | null;
  internal: 0 | 1 | null;
  key: string | null;
};

/** The columns of `events as e` that every read of events needs. */
export const EVENT_COLUMNS = [
  'e.seq',
  'e.ticket_id',
  'e.customer_id',
  'e.customer_seq',
  'e.type',
  'e.reply_id',
  'e.data',
  'e.created_at',
  'e.data_version',
] as const;

/** The row as agents receive it; `null` if it cannot be read, which is reported. */
export function toAgentEvent(em: EntityManager, row: LogRow): AgentEvent | null {
  return orReport(em, row, () => parseRow(row));
}

/** An event as its customer receives it, cut down to the customer's allow-list; `null` if that cannot be done. */
export function toCustomerEvent(
  em: EntityManager,
  row: LogRow,
  agentEvent = toAgentEvent(em, row),
): CustomerEvent | null {
  return agentEvent && orReport(em, row, () => CustomerEvent.parse({ ...agentEvent, seq: row.customer_seq }));
}

function orReport<T>(em: EntityManager, row: LogRow, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    reportUnreadableRow(em, row.seq, error);
    return null;
  }
}

/** The event as it is stored. Throws if the row is not of the current program's shape. */
function parseRow(row: LogRow): AgentEvent {
  const { actor, ticket, ...fields } = upcast(row.type, row.data_version, JSON.parse(row.data));
  const at = iso(row.created_at);
  const { reply_id: id, ticket_id: ticketId, created_at: createdAt, content, key } = row;
  const reply =
    id !== null &&
    content !== null &&
    presentReply({ id, ticketId, content, internal: row.internal ?? 0, createdAt, key }, actor);
  return AgentEvent.parse({
    ...fields,
    ...(reply && { reply }),
    seq: row.seq,
    type: row.type,
    at,
    actor,
    ticketId,
    ticket,
  });
}

import type { AgentEvent, HistoryEntry } from '../../shared/events.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import { type EntityManager, queryBuilder } from '../db/orm.ts';
import { type LogRow, selectLogRows, toAgentEvent } from './present-event.ts';

/** The history of a ticket, as the viewer may see it. Leaves out rows that cannot be read. */
export async function historyOf(em: EntityManager, viewer: Actor, ticketId: number): Promise<HistoryEntry[]> {
  const all = selectLogRows(em).where('e.ticket_id', '=', ticketId).orderBy('e.seq');
  const visible = policy.readNotes(viewer) ? all : all.where('e.customer_seq', 'is not', null);
  const seqOf = (row: LogRow) => (policy.readNotes(viewer) ? row.seq : (row.customer_seq ?? 0));
  return (await visible.execute()).flatMap((row) => {
    const event = toAgentEvent(em, row);
    return event ? [historyEntry({ ...event, seq: seqOf(row) })] : [];
  });
}

function historyEntry({ ticket: _, ...event }: AgentEvent): HistoryEntry {
  if (event.type === 'ticket.created') return event;
  if (event.type === 'reply.created') {
    const { reply, ...rest } = event;
    return { ...rest, replyId: reply.id, internal: reply.internal };
  }
  const { before: __, ...entry } = event;
  return entry;
}

/** The user whose command last changed the ticket's row. Reads no event data, which may be unreadable. */
export const lastChangedBy = (em: EntityManager, ticketId: number): Promise<Actor | undefined> =>
  queryBuilder(em)
    .selectFrom('events as e')
    .innerJoin('users as u', 'u.id', 'e.actor_id')
    .select(['u.id', 'u.name', 'u.role'])
    .where('e.ticket_id', '=', ticketId)
    .where('e.customer_seq', 'is not', null)
    .orderBy('e.seq', 'desc')
    .limit(1)
    .executeTakeFirst();

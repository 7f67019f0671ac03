import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { previewOf } from '../entities/ticket.ts';
import { DATA_VERSION } from '../events/upcast.ts';

/** `count` replies of the ticket's customer, with `content` as their text. */
export type Replies = { ticketId: number; count: number; content: string };

/**
 * Writes replies directly into the database file, as the same number of requests would: rows, thread head and events.
 * Only for a ticket whose thread is empty. Returns the ids of the replies.
 */
export function insertReplies(file: string, { ticketId, count, content }: Replies): string[] {
  const db = new Database(file);
  db.pragma('busy_timeout = 5000');
  const [{ seq, customer_id, customer_seq, data, created_at }] = db
    .prepare('select * from events where ticket_id = ? order by seq desc limit 1')
    .all(ticketId) as [Record<string, number> & { data: string }];
  const { seq: lastSeq } = db.prepare('select max(seq) as seq from events').get() as { seq: number };
  if (seq !== lastSeq) throw new Error('The ticket must be the last one that changed.');
  const { actor, ticket } = JSON.parse(data);
  const insertReply = db.prepare(
    'insert into replies (id, ticket_id, user_id, position, content, internal, created_at) values (?, ?, ?, ?, ?, 0, ?)',
  );
  const insertEvent = db.prepare(
    "insert into events (seq, ticket_id, customer_id, customer_seq, type, actor_id, reply_id, data, created_at, data_version) values (?, ?, ?, ?, 'reply.created', ?, ?, ?, ?, ?)",
  );
  const preview = previewOf(content);
  const ids: string[] = [];
  db.transaction(() => {
    for (let i = 1; i <= count; i += 1) {
      const id = uuidv7();
      const at = (created_at ?? 0) + i;
      const time = new Date(at).toISOString();
      const summary = { ...ticket, version: ticket.version + i, updatedAt: time, lastReplyAt: time, preview };
      ids.push(id);
      insertReply.run(id, ticketId, customer_id, i, content, at);
      insertEvent.run(
        lastSeq + i,
        ticketId,
        customer_id,
        (customer_seq ?? 0) + i,
        customer_id,
        id,
        JSON.stringify({ actor, ticket: summary }),
        at,
        DATA_VERSION,
      );
    }
    const end = (created_at ?? 0) + count;
    db.prepare(
      'update tickets set version = version + ?, updated_at = ?, last_reply_at = ?, preview = ? where id = ?',
    ).run(count, end, end, preview, ticketId);
    db.prepare(
      'insert into thread_heads (ticket_id, position, author_id, position_by_others) values (?, ?, ?, 0)',
    ).run(ticketId, count, customer_id);
  })();
  db.close();
  return ids;
}

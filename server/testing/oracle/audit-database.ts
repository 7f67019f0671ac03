import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { type DomainEvent, EVENT_TYPES } from '../../../shared/events.ts';
import type { TicketSummary } from '../../../shared/schemas.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import { TRANSITIONS } from '../../../shared/workflow.ts';
import type { Tables } from '../../db/tables.ts';
import type { Operation } from '../load/random-writers.ts';
import { checkOperations } from './check-operations.ts';

type EventRow = Omit<Tables['events'], 'data'> & {
  data: { actor: { id: number; role: Role }; ticket: TicketSummary } & Partial<
    DomainEvent<'ticket.status_changed'>
  > &
    Partial<DomainEvent<'ticket.updated'>>;
};
/** What one command left in the log: one version step, or a note and none. */
export type TicketStep = { actor: number; lines: EventRow[] };
export type History = {
  lines: EventRow[];
  tickets: Map<number, Tables['tickets']>;
  replies: Map<string, Tables['replies']>;
  heads: Tables['thread_heads'][];
};

/** Reads the whole file past the server, and holds log, rows and what the writers were told against each other. */
export function auditDatabase(file: string, operations?: Operation[]) {
  const db = new Database(file, { readonly: true });
  try {
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    assert.deepEqual(db.pragma('foreign_key_check'), []);
    // One moment of the file, though a server may write to it.
    const history = db.transaction(() => readHistory(db))();
    checkNumbers(history);
    const steps = new Map([...history.tickets.values()].map((row) => [row.id, checkTicket(history, row)]));
    checkReplies(history);
    checkHeads(history);
    if (operations) checkOperations(history, steps, operations);
    return {
      events: history.lines.length,
      tickets: history.tickets.size,
      replies: history.replies.size,
      lines: history.lines,
    };
  } finally {
    db.close();
  }
}

function readHistory(db: Database.Database): History {
  // The seam between stored rows and their types.
  const all = <T>(sql: string) => db.prepare(sql).all() as T[];
  const lines = all<Tables['events']>('select * from events order by seq');
  return {
    lines: lines.map((line) => ({ ...line, data: JSON.parse(line.data) })),
    tickets: new Map(all<Tables['tickets']>('select * from tickets').map((row) => [row.id, row])),
    replies: new Map(all<Tables['replies']>('select * from replies').map((row) => [row.id, row])),
    heads: all<Tables['thread_heads']>('select * from thread_heads order by ticket_id'),
  };
}

/** Both numberings are 1, 2, 3, … in the order of the log. */
function checkNumbers({ lines }: History): void {
  assert.deepEqual(
    lines.map(({ seq }) => seq),
    lines.map((_, i) => i + 1),
  );
  for (const own of Map.groupBy(lines, (line) => line.customer_id).values()) {
    const shown = own.map((line) => line.customer_seq).filter((seq) => seq !== null);
    assert.deepEqual(
      shown,
      shown.map((_, i) => i + 1),
    );
  }
}

/** A ticket's log is a legal life, one version a command, and ends in its row. */
function checkTicket({ lines }: History, row: Tables['tickets']): Map<number, TicketStep> {
  const own = lines.filter((line) => line.ticket_id === row.id);
  const shown = own.filter((line) => line.customer_seq !== null);
  const byVersion = Map.groupBy(shown, (line) => line.data.ticket.version);
  assert.deepEqual(
    [...byVersion.keys()],
    Array.from({ length: row.version }, (_, i) => i + 1),
    `versions of ${row.id}`,
  );
  let status = 'open';
  const steps = new Map<number, TicketStep>();
  for (const [version, group] of byVersion) {
    const [first] = group;
    assert(first);
    assert.equal(
      new Set(group.map(({ actor_id, created_at }) => `${actor_id} ${created_at}`)).size,
      1,
      'one command, one actor, one time',
    );
    assert.equal(new Set(group.map(({ type }) => type)).size, group.length, 'one event of a kind');
    const kinds = group.map(({ type }) => EVENT_TYPES.indexOf(type));
    assert.deepEqual(kinds, kinds.toSorted(), 'in the order of the contract');
    status = checkMove(group, status);
    assert.equal(first.data.ticket.status, status);
    // A note may come with a move: it belongs to the step, though its customer never hears of it.
    const together = (line: EventRow) =>
      line.data.ticket.version === version &&
      line.actor_id === first.actor_id &&
      line.created_at === first.created_at;
    steps.set(version, { actor: first.actor_id, lines: own.filter(together) });
  }
  for (const line of own) {
    const [public_] = byVersion.get(line.data.ticket.version) ?? [];
    assert.deepEqual(line.data.ticket, public_?.data.ticket, 'one version, one ticket');
    assert.equal(line.customer_id, row.customer_id);
  }
  assert.deepEqual(pick(shown.at(-1)?.data.ticket), fromRow(row));
  return steps;
}

/** The status after this command, given the one before: only what the table allows to that role. */
function checkMove(group: EventRow[], before: string): string {
  const move = group.find(({ type }) => type === 'ticket.status_changed');
  if (!move) return before;
  const { from, to, actor } = move.data;
  assert.equal(from, before, 'a path without a jump');
  const byReply = actor.role === 'customer' && group.some(({ type }) => type === 'reply.created');
  const legal =
    TRANSITIONS.some((one) => one.from === from && one.to === to && one.by === actor.role) ||
    (byReply && from === 'waiting_on_customer' && to === 'in_progress');
  assert(legal, `${actor.role} moved ${from} to ${to}`);
  return to ?? before;
}

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
const fromRow = (row: Tables['tickets']) => ({
  subject: row.subject,
  status: row.status,
  priority: row.priority,
  agent: row.agent_id,
  version: row.version,
  createdAt: iso(row.created_at),
  updatedAt: iso(row.updated_at),
  lastReplyAt: iso(row.last_reply_at),
  waitingSince: iso(row.waiting_since),
  preview: row.preview,
});
function pick(ticket: TicketSummary | undefined) {
  assert(ticket);
  const {
    subject,
    status,
    priority,
    agent,
    version,
    createdAt,
    updatedAt,
    lastReplyAt,
    waitingSince,
    preview,
  } = ticket;
  return {
    subject,
    status,
    priority,
    agent: agent?.id ?? null,
    version,
    createdAt,
    updatedAt,
    lastReplyAt,
    waitingSince,
    preview,
  };
}

/** Each reply stands in the log once, in the order of its thread, and shown exactly if it is no note. */
function checkReplies({ lines, replies }: History): void {
  const told = lines.filter(({ type }) => type === 'reply.created');
  assert.deepEqual(told.map((line) => line.reply_id).toSorted(), [...replies.keys()].toSorted());
  const threads = new Map<number, number>();
  for (const line of told) {
    const reply = replies.get(line.reply_id ?? '');
    assert(reply);
    const position = (threads.get(reply.ticket_id) ?? 0) + 1;
    threads.set(reply.ticket_id, position);
    assert.deepEqual(
      [reply.ticket_id, reply.user_id, reply.position, reply.internal],
      [line.ticket_id, line.actor_id, position, line.customer_seq === null ? 1 : 0],
    );
  }
}

/** Each thread's head is what its replies say. */
function checkHeads({ replies, heads }: History): void {
  const threads = Map.groupBy(replies.values(), ({ ticket_id }) => ticket_id);
  const lastOf = (thread: Tables['replies'][]) =>
    thread.reduce((last, one) => (one.position > last.position ? one : last));
  const expected = [...threads].map(([ticket_id, thread]) => {
    const { position, user_id } = lastOf(thread);
    const others = thread.filter((one) => one.user_id !== user_id);
    const position_by_others = others.length > 0 ? lastOf(others).position : 0;
    return { ticket_id, position, author_id: user_id, position_by_others };
  });
  assert.deepEqual(
    heads,
    expected.toSorted((a, b) => a.ticket_id - b.ticket_id),
  );
}

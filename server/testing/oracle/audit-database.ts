import assert from 'node:assert/strict';
import { EVENT_TYPES } from '../../../shared/events.ts';
import type { TicketSummary } from '../../../shared/schemas.ts';
import { TRANSITIONS } from '../../../shared/workflow.ts';
import { inReadTransaction, isPostgres, type Orm, queryBuilder, type Source } from '../../db/orm.ts';
import type { Tables } from '../../db/tables.ts';
import type { Operation } from '../load/random-writers.ts';
import { openTestDatabase } from '../test-database.ts';
import { checkOperations } from './check-operations.ts';
import type { EventRow, History, TicketStep } from './history.ts';

/** Reads a test's database directly and compares the event log, the rows and the writers' operations. */
export async function auditDatabase(file: string, operations?: Operation[]) {
  const orm = await openTestDatabase(file);
  try {
    await checkFile(orm);
    // One transaction, because a server may be writing.
    const history = await inReadTransaction(orm.em.fork(), readHistory);
    checkNumbers(history);
    const steps = new Map([...history.tickets.values()].map((row) => [row.id, checkTicket(history, row)]));
    checkReplies(history);
    checkHeads(history);
    if (operations) checkOperations(history, steps, operations);
    return {
      events: history.eventRows.length,
      tickets: history.tickets.size,
      replies: history.replies.size,
      eventRows: history.eventRows,
    };
  } finally {
    await orm.close();
  }
}

async function checkFile(orm: Orm): Promise<void> {
  if (isPostgres(orm.em)) return;
  assert.deepEqual(await orm.em.fork().execute('pragma integrity_check'), [{ integrity_check: 'ok' }]);
  assert.deepEqual(await orm.em.fork().execute('pragma foreign_key_check'), []);
}

async function readHistory(source: Source): Promise<History> {
  const db = queryBuilder(source);
  const eventRows = await db.selectFrom('events').selectAll().orderBy('seq').execute();
  const tickets = await db.selectFrom('tickets').selectAll().execute();
  const replies = await db.selectFrom('replies').selectAll().execute();
  return {
    eventRows: eventRows.map((row) => ({ ...row, data: JSON.parse(row.data) })),
    tickets: new Map(tickets.map((row) => [row.id, row])),
    replies: new Map(replies.map((row) => [row.id, row])),
    heads: await db.selectFrom('thread_heads').selectAll().orderBy('ticket_id').execute(),
  };
}

/** The log's and each customer's sequence numbers are 1, 2, 3, … in log order. */
function checkNumbers({ eventRows }: History): void {
  assert.deepEqual(
    eventRows.map(({ seq }) => seq),
    eventRows.map((_, i) => i + 1),
  );
  for (const own of Map.groupBy(eventRows, (row) => row.customer_id).values()) {
    const shown = own.map((row) => row.customer_seq).filter((seq) => seq !== null);
    assert.deepEqual(
      shown,
      shown.map((_, i) => i + 1),
    );
  }
}

/** A ticket's events form a legal history, with one version for each command, and end in the state of its row. */
function checkTicket({ eventRows }: History, ticketRow: Tables['tickets']): Map<number, TicketStep> {
  const own = eventRows.filter((row) => row.ticket_id === ticketRow.id);
  const shown = own.filter((row) => row.customer_seq !== null);
  const byVersion = Map.groupBy(shown, (row) => row.data.ticket.version);
  assert.deepEqual(
    [...byVersion.keys()],
    Array.from({ length: ticketRow.version }, (_, i) => i + 1),
    `versions of ticket ${ticketRow.id}`,
  );
  let status = 'open';
  const steps = new Map<number, TicketStep>();
  for (const [version, group] of byVersion) {
    const [first] = group;
    assert(first);
    assert.equal(
      new Set(group.map(({ actor_id, created_at }) => `${actor_id} ${created_at}`)).size,
      1,
      'one actor and one time for each command',
    );
    assert.equal(new Set(group.map(({ type }) => type)).size, group.length, 'one event of each type');
    const kinds = group.map(({ type }) => EVENT_TYPES.indexOf(type));
    assert.deepEqual(kinds, kinds.toSorted(), 'events in the order of the contract');
    status = checkMove(group, status);
    assert.equal(first.data.ticket.status, status);
    // A note may accompany a status change: it belongs to the step, although the customer does not receive it.
    const belongsToStep = (row: EventRow) =>
      row.data.ticket.version === version &&
      row.actor_id === first.actor_id &&
      row.created_at === first.created_at;
    steps.set(version, { actor: first.actor_id, eventRows: own.filter(belongsToStep) });
  }
  for (const row of own) {
    const [publicRow] = byVersion.get(row.data.ticket.version) ?? [];
    assert.deepEqual(row.data.ticket, publicRow?.data.ticket, 'events of one version carry the same ticket');
    assert.equal(row.customer_id, ticketRow.customer_id);
  }
  assert.deepEqual(pick(shown.at(-1)?.data.ticket), fromRow(ticketRow));
  return steps;
}

/** Checks that the transition table allows this change for the actor's role; returns the new status. */
function checkMove(group: EventRow[], before: string): string {
  const move = group.find(({ type }) => type === 'ticket.status_changed');
  if (!move) return before;
  const { from, to, actor } = move.data;
  assert.equal(from, before, 'each transition starts from the previous status');
  const byReply = actor.role === 'customer' && group.some(({ type }) => type === 'reply.created');
  const legal =
    TRANSITIONS.some(
      (transition) => transition.from === from && transition.to === to && transition.by === actor.role,
    ) ||
    (byReply && from === 'waiting_on_customer' && to === 'in_progress');
  assert(legal, `${actor.role} must not move ${from} to ${to}`);
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

/** Each reply is in the log once, in thread order, and in the customer's stream unless it is a note. */
function checkReplies({ eventRows, replies }: History): void {
  const replyEvents = eventRows.filter(({ type }) => type === 'reply.created');
  assert.deepEqual(replyEvents.map((row) => row.reply_id).toSorted(), [...replies.keys()].toSorted());
  const threads = new Map<number, number>();
  for (const row of replyEvents) {
    const reply = replies.get(row.reply_id ?? '');
    assert(reply);
    const position = (threads.get(reply.ticket_id) ?? 0) + 1;
    threads.set(reply.ticket_id, position);
    assert.deepEqual(
      [reply.ticket_id, reply.user_id, reply.position, reply.internal],
      [row.ticket_id, row.actor_id, position, row.customer_seq === null ? 1 : 0],
    );
  }
}

/** Each thread head equals the value computed from the thread's replies. */
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

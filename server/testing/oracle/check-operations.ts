import assert from 'node:assert/strict';
import type { Operation } from '../load/random-writers.ts';
import type { History, TicketStep } from './history.ts';

/** Compares the writers' operations with the stored data: Jepsen's set, register and order checks. */
export function checkOperations(
  history: History,
  steps: Map<number, Map<number, TicketStep>>,
  operations: Operation[],
): void {
  checkKeyed(history, operations);
  checkSteps(steps, operations);
  checkOrder(history, operations);
}

/** Set check: an acknowledged write is stored once, an unknown one at most once, a refused one never; no other exists. */
function checkKeyed({ tickets, replies }: History, operations: Operation[]): void {
  const found = new Map<string, string[]>();
  const add = (actor: number, key: string | null, text: string) => {
    const owner = `${actor} ${key}`;
    found.set(owner, [...(found.get(owner) ?? []), text]);
  };
  for (const row of tickets.values()) add(row.customer_id, row.key, row.subject);
  for (const row of replies.values()) add(row.user_id, row.key, row.content);
  for (const { actor, key, body, outcome, kind, ticket, reply, attempts, replayed } of operations) {
    if (!key) continue;
    const rows = found.get(`${actor.id} ${key}`) ?? [];
    found.delete(`${actor.id} ${key}`);
    if (replayed) assert(attempts > 1, `the first attempt of ${key} was answered as a replay`);
    assert(rows.length <= 1, `${key} is stored ${rows.length} times`);
    if (outcome === 'refused') assert.equal(rows.length, 0, `${key} was refused but is stored`);
    if (outcome === 'ok')
      assert.deepEqual(
        rows,
        [kind === 'create' ? body?.subject : body?.content],
        `${key} was acknowledged but is not stored`,
      );
    if (outcome === 'ok') assert.equal((reply ?? tickets.get(ticket?.id ?? 0))?.key, key);
  }
  assert.deepEqual([...found.keys()], [], 'stored keys that no writer sent');
}

/** Register check: each acknowledged change has its own version, and each version has an operation. */
function checkSteps(steps: Map<number, Map<number, TicketStep>>, operations: Operation[]): void {
  const unconfirmed = new Map<string, number>();
  for (const { actor, ticketId, outcome, key } of operations) {
    const name = `${actor.id} ${ticketId}`;
    if (outcome === 'unknown' && !key) unconfirmed.set(name, (unconfirmed.get(name) ?? 0) + 1);
  }
  const claimed = new Set<string>();
  for (const { kind, body, actor, outcome, ticket, key } of operations) {
    if (outcome !== 'ok' || !ticket || key) continue;
    const step = steps.get(ticket.id)?.get(ticket.version);
    assert(step, `version ${ticket.version} of ticket ${ticket.id} was acknowledged but is not stored`);
    const types = step.eventRows.map(({ type }) => type);
    const after = step.eventRows[0]?.data.ticket;
    assert.equal(ticket.status, after?.status);
    assert.equal(ticket.agent?.id, after?.agent?.id);
    const name = `${ticket.id} ${ticket.version}`;
    if (kind === 'assign') assert.equal(after?.agent?.id, actor.id);
    if (kind === 'release') assert.equal(after?.agent, null);
    if (body?.priority) assert.equal(after?.priority, body.priority);
    if (kind === 'change' && body?.status) {
      assert.deepEqual(
        [step.actor, after?.status, claimed.has(name)],
        [actor.id, body.status, false],
        'each status change is stored once',
      );
      assert(types.includes('ticket.status_changed'));
    }
    if (step.actor === actor.id) claimed.add(name);
  }
  for (const [id, versions] of steps)
    for (const [version, { actor, eventRows }] of versions) {
      if (eventRows.some(({ type }) => type === 'reply.created' || type === 'ticket.created')) continue;
      if (claimed.has(`${id} ${version}`)) continue;
      const remaining = unconfirmed.get(`${actor} ${id}`) ?? 0;
      assert(remaining > 0, `version ${version} of ticket ${id} belongs to no operation`);
      unconfirmed.set(`${actor} ${id}`, remaining - 1);
    }
}

/** Order check: in each session, versions never decrease and replies are stored in the order of sending. */
function checkOrder({ replies }: History, operations: Operation[]): void {
  const last = new Map<string, { version: number; position: number }>();
  for (const { actor, outcome, ticket, reply } of operations) {
    if (outcome !== 'ok' || !ticket) continue;
    // By session, because one user may write in two sessions at once.
    const name = `${actor.token} ${ticket.id}`;
    const before = last.get(name) ?? { version: 0, position: 0 };
    const position = reply ? (replies.get(reply.id)?.position ?? 0) : before.position;
    assert(ticket.version >= before.version, 'versions never decrease');
    assert(!reply || position > before.position, 'replies stay in order');
    last.set(name, { version: ticket.version, position });
  }
}

import assert from 'node:assert/strict';
import type { Operation } from '../load/random-writers.ts';
import type { History, TicketStep } from './audit-database.ts';

/** What the writers were told, held against what is there: Jepsen's set, register and order checks. */
export function checkOperations(
  history: History,
  steps: Map<number, Map<number, TicketStep>>,
  operations: Operation[],
): void {
  checkKeyed(history, operations);
  checkSteps(steps, operations);
  checkOrder(history, operations);
}

/** The set check: acknowledged exactly once, unknown at most once, refused never, and nothing that nobody sent. */
function checkKeyed({ tickets, replies }: History, operations: Operation[]): void {
  const found = new Map<string, string[]>();
  const note = (actor: number, key: string | null, what: string) => {
    const name = `${actor} ${key}`;
    found.set(name, [...(found.get(name) ?? []), what]);
  };
  for (const row of tickets.values()) note(row.customer_id, row.key, row.subject);
  for (const row of replies.values()) note(row.user_id, row.key, row.content);
  for (const { actor, key, body, outcome, kind, ticket, reply, attempts, replayed } of operations) {
    if (!key) continue;
    const rows = found.get(`${actor.id} ${key}`) ?? [];
    found.delete(`${actor.id} ${key}`);
    if (replayed) assert(attempts > 1, `${key} was new`);
    assert(rows.length <= 1, `${key} was done ${rows.length} times`);
    if (outcome === 'refused') assert.equal(rows.length, 0, `${key} was refused, and done`);
    if (outcome === 'ok')
      assert.deepEqual(rows, [kind === 'create' ? body?.subject : body?.content], `${key} was acknowledged`);
    if (outcome === 'ok') assert.equal((reply ?? tickets.get(ticket?.id ?? 0))?.key, key);
  }
  assert.deepEqual([...found.keys()], [], 'nobody sent these');
}

/** The register check: each acknowledged change is one version of its own, and no version is without an author. */
function checkSteps(steps: Map<number, Map<number, TicketStep>>, operations: Operation[]): void {
  const free = new Map<string, number>();
  for (const { actor, ticketId, outcome, key } of operations) {
    const name = `${actor.id} ${ticketId}`;
    if (outcome === 'unknown' && !key) free.set(name, (free.get(name) ?? 0) + 1);
  }
  const claimed = new Set<string>();
  for (const { kind, body, actor, outcome, ticket, key } of operations) {
    if (outcome !== 'ok' || !ticket || key) continue;
    const step = steps.get(ticket.id)?.get(ticket.version);
    assert(step, `version ${ticket.version} of ${ticket.id} was acknowledged`);
    const types = step.lines.map(({ type }) => type);
    const after = step.lines[0]?.data.ticket;
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
        'each move once',
      );
      assert(types.includes('ticket.status_changed'));
    }
    if (step.actor === actor.id) claimed.add(name);
  }
  for (const [id, versions] of steps)
    for (const [version, { actor, lines }] of versions) {
      if (lines.some(({ type }) => type === 'reply.created' || type === 'ticket.created')) continue;
      if (claimed.has(`${id} ${version}`)) continue;
      const left = free.get(`${actor} ${id}`) ?? 0;
      assert(left > 0, `nobody was told of version ${version} of ticket ${id}`);
      free.set(`${actor} ${id}`, left - 1);
    }
}

/** Each writer's own answers never go back in time, and their replies stand in the order in which they sent them. */
function checkOrder({ replies }: History, operations: Operation[]): void {
  const last = new Map<string, { version: number; position: number }>();
  for (const { actor, outcome, ticket, reply } of operations) {
    if (outcome !== 'ok' || !ticket) continue;
    // By session: the same person may write at two desks at once.
    const name = `${actor.token} ${ticket.id}`;
    const before = last.get(name) ?? { version: 0, position: 0 };
    const position = reply ? (replies.get(reply.id)?.position ?? 0) : before.position;
    assert(ticket.version >= before.version, 'versions never go back');
    assert(!reply || position > before.position, 'replies stay in order');
    last.set(name, { version: ticket.version, position });
  }
}

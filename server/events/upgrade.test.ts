import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { startTestApp, type TestUser } from '../testing/test-app.ts';

const FIXTURE = path.join(import.meta.dirname, '../testing/fixtures/log-version-1.sql');

// biome-ignore lint/suspicious/noExplicitAny: a row of an earlier schema.
type OldRow = Record<string, any>;

/** The log as the earlier version wrote it, read before any migration. */
const place = createDatabaseFile();
const old = new Database(place.file);
old.exec(readFileSync(FIXTURE, 'utf8'));
const read = (table: string) => old.prepare(`select * from ${table}`).all() as OldRow[];
const rows = read('events').toSorted((a, b) => a.seq - b.seq);
const replies = new Map(read('replies').map((row) => [row.id, row]));
old.close();

const app = await startTestApp({ DATABASE_URL: `sqlite:${place.file}` });
afterAll(async () => {
  await app.close();
  place.remove();
});

/** The fixture has no passwords: its users get the one of a new account. */
const carl = await app.createUser('customer', 'Carl');
await app.sql('update users set password_hash = (select password_hash from users where id = ?)', [
  carl.user.id,
]);
const signIn = (email: string) => app.signInAgain({ ...carl, user: { ...carl.user, email } });
const [sam, lena, omar] = await Promise.all(
  ['agent@example.com', 'customer@example.com', 'other@example.com'].map(signIn),
);
if (!sam || !lena || !omar) throw new Error('The users of the fixture cannot sign in.');

/** The event that a version-1 row stands for, under the agents' number. */
function expected(row: OldRow): OldRow {
  const { actor, ticket, ...fields } = JSON.parse(row.data);
  const at = new Date(row.created_at).toISOString();
  const event = { seq: row.seq, type: row.type, at, actor, ticketId: row.ticket_id, ticket, ...fields };
  const state = { status: ticket.status, priority: ticket.priority, agent: ticket.agent };
  if (row.type === 'ticket.assigned') return { ...event, before: { ...state, agent: fields.previousAgent } };
  if (row.type === 'ticket.status_changed') return { ...event, before: { ...state, status: fields.from } };
  if (row.type === 'ticket.updated')
    return { ...event, before: { ...state, priority: fields.changes.priority.from } };
  const reply = replies.get(row.reply_id);
  if (!reply) return event;
  const { id, ticket_id: ticketId, content, internal, key } = reply;
  return {
    ...event,
    reply: { id, ticketId, author: actor, content, internal: internal === 1, createdAt: at, key },
  };
}

const expectedFor = ({ user }: TestUser): OldRow[] =>
  user.role === 'agent'
    ? rows.map(expected)
    : rows
        .filter((row) => row.customer_id === user.id && row.customer_seq !== null)
        .map((row) => ({ ...expected(row), seq: row.customer_seq }));

describe('DB-8 a log written by the version before', () => {
  it('has an event of every kind, and notes', () => {
    const types = new Set(rows.map(({ type }) => type));
    expect([...types].toSorted()).toEqual([
      'reply.created',
      'ticket.assigned',
      'ticket.created',
      'ticket.status_changed',
      'ticket.updated',
    ]);
    expect(rows.filter((row) => row.customer_seq === null).length).toBeGreaterThan(1);
    expect(rows.some((row) => row.data.includes('"before"'))).toBe(false);
  });

  it.each([
    ['an agent', sam],
    ['a customer', lena],
    ['another customer', omar],
  ])('reads as it was, with the state before each change: GET /api/events, %s', async (_, viewer) => {
    const { body } = await viewer.get<{ events: (AgentEvent | CustomerEvent)[]; seq: number }>(
      '/api/events?after=0&limit=1000',
    );
    expect(body.events).toEqual(expectedFor(viewer));
    expect(body.seq).toBe(body.events.length);
  });

  it.each([
    ['an agent', sam],
    ['a customer', lena],
    ['another customer', omar],
  ])('is replayed from the beginning to %s', async (_, viewer) => {
    const watcher = await app.openSocket(viewer, { after: 0 });
    expect(watcher.events).toEqual(expectedFor(viewer));
    expect(watcher.otherMessages.filter(({ name }) => name === 'stale')).toEqual([]);
  });

  it.each([
    ['an agent', sam],
    ['a customer', omar],
  ])('makes the history of a ticket for %s', async (_, viewer) => {
    const ticketId = rows.at(-1)?.ticket_id;
    const { body } = await viewer.get<{ events: object[] }>(`/api/tickets/${ticketId}/events`);
    const entries = expectedFor(viewer)
      .filter((event) => event.ticketId === ticketId)
      .map(({ ticket: _, before: __, reply, ...entry }) =>
        reply ? { ...entry, replyId: reply.id, internal: reply.internal } : entry,
      );
    expect(body.events).toEqual(entries);
  });

  it('goes on under the next number; its rows stay as they are', async () => {
    const ticketId = rows.at(-1)?.ticket_id;
    const watcher = await app.openSocket(omar, { after: 0 });
    await omar.post(`/api/tickets/${ticketId}/replies`, { content: 'After the upgrade' });
    await watcher.waitForEvents(expectedFor(omar).length + 1);
    expect(watcher.events.at(-1)?.seq).toBe(expectedFor(omar).length + 1);
    const stored = await app.sql('select seq, data, data_version from events order by seq');
    expect(stored.map(({ data_version }) => data_version)).toEqual([...rows.map(() => 1), 2]);
    expect(stored.slice(0, -1).map(({ data }) => data)).toEqual(rows.map(({ data }) => data));
  });
});

import bcrypt from 'bcryptjs';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HistoryEntry } from '../../../shared/events.ts';
import type { ListedTicket } from '../../../shared/schemas.ts';
import { STATUSES } from '../../../shared/vocabulary.ts';
import { migrate } from '../../db/migrate.ts';
import { type EntityManager, type Orm, openDatabase } from '../../db/orm.ts';
import { User } from '../../entities/user.ts';
import { auditDatabase } from '../../testing/oracle/audit-database.ts';
import {
  applyEvent,
  type Counts,
  type Detail,
  emptyState,
  expectedCounts,
  expectedDetail,
  expectedList,
  type List,
  type LiveEvent,
  type State,
} from '../../testing/oracle/viewer-state.ts';
import { createDatabaseFile } from '../../testing/server-process.ts';
import {
  createReply,
  startTestApp,
  createTicket as submitTicket,
  type TestApp,
  type TestUser,
} from '../../testing/test-app.ts';
import { addReply, assignTicket, changeTicket, createTicket, releaseTicket } from '../../tickets/commands.ts';
import { markRead } from '../../tickets/read-marks.ts';
import { addSampleData } from './add-sample-data.ts';
import type { Command } from './command.ts';

const NOW = Date.parse('2026-11-22T09:30:00.000Z');
const passwordHash = bcrypt.hashSync('correct horse', 4);

/** A database file with sample data, and the commands that were applied. */
async function seedFile(size: { tickets: number; replies: number; seed?: number }) {
  const { file, remove } = createDatabaseFile();
  const orm = await openDatabase(file);
  await migrate(orm);
  const commands: { ticketId: number; command: Command }[] = [];
  const added = await addSampleData(orm, file, {
    seed: 1,
    ...size,
    now: NOW,
    passwordHash,
    onCommand: (ticketId, command) => commands.push({ ticketId, command }),
  });
  await orm.close();
  return { file, remove, commands, added };
}

// biome-ignore lint/suspicious/noExplicitAny: the columns depend on the table.
type Row = Record<string, any>;
const query = (file: string, text: string): Row[] => {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare(text).all() as Row[];
  db.close();
  return rows;
};

describe('the rows of the sample data', { timeout: 120_000 }, () => {
  const TABLES = {
    users: 'id',
    tickets: 'id',
    replies: 'ticket_id, position',
    thread_heads: 'ticket_id',
    read_marks: 'user_id, ticket_id',
    events: 'seq',
  };
  const INDEXES = ['search', 'note_search'];
  /** Each word of a search index with its text and its place. */
  async function wordsOf(index: string, em: EntityManager): Promise<Row[]> {
    await em.execute(
      `create virtual table ${index}_words using fts5vocab('${index}', 'instance')`,
      [],
      'run',
    );
    return em.execute(`select * from ${index}_words order by doc, col, offset`);
  }

  /** All rows. The ids of replies are random: the key stands for them. */
  async function contentOf(orm: Orm) {
    const em = orm.em.fork();
    const replies: Row[] = await em.execute('select id, key from replies');
    const keys = new Map(replies.map(({ id, key }) => [id, key]));
    const content: Record<string, Row[]> = {};
    for (const [table, order] of Object.entries(TABLES)) {
      const rows: Row[] = await em.execute(`select * from ${table} order by ${order}`);
      content[table] = rows.map((row) => ({
        ...row,
        ...(table === 'replies' && { id: null }),
        ...(table === 'events' && { reply_id: keys.get(row.reply_id) }),
      }));
    }
    for (const index of INDEXES) content[index] = await wordsOf(index, em);
    return content;
  }

  afterEach(() => vi.useRealTimers());

  it('equal, column by column, those that the commands write for the same tickets', async () => {
    const seeded = await seedFile({ tickets: 60, replies: 4 });
    const kinds = new Set(seeded.commands.map(({ command }) => kindOf(command)));
    expect([...kinds].toSorted()).toEqual(KINDS);

    const orm = await openDatabase(null);
    await migrate(orm);
    await copyUsers(orm, seeded.file);
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const { ticketId, command } of seeded.commands) {
      vi.setSystemTime(command.at);
      await execute(orm.em.fork(), ticketId, command);
    }
    const expected = await contentOf(orm);
    await orm.close();

    const seededOrm = await openDatabase(seeded.file);
    const actual = await contentOf(seededOrm);
    await seededOrm.close();
    for (const table of [...Object.keys(TABLES), ...INDEXES])
      expect(actual[table], table).toEqual(expected[table]);
    expect(actual.events?.length).toBe(seeded.added.events);
    seeded.remove();
  });

  /** Every kind of command that the sample data contain, with its author. */
  const KINDS = [
    'assign by agent',
    'assign, takeover by agent',
    'change priority by agent',
    'change to in_progress by agent',
    'change to reopened by customer',
    'change to resolved by agent',
    'change to waiting_on_customer by agent',
    'create by customer',
    'note by agent',
    'read by agent',
    'read by customer',
    'release by agent',
    'reply and in_progress by agent',
    'reply and reopened by customer',
    'reply and resolved by agent',
    'reply and waiting_on_customer by agent',
    'reply by agent',
    'reply by customer',
  ];
  function kindOf(command: Command): string {
    const by = `by ${command.actor.role}`;
    if (command.type === 'change')
      return `change ${command.priority ? 'priority' : `to ${command.status}`} ${by}`;
    if (command.type === 'assign') return `assign${command.takeover ? ', takeover' : ''} ${by}`;
    if (command.type !== 'reply') return `${command.type} ${by}`;
    return `${command.internal ? 'note' : 'reply'}${command.status ? ` and ${command.status}` : ''} ${by}`;
  }
});

/** Sends the command to `tickets/commands.ts`. */
async function execute(em: EntityManager, ticketId: number, command: Command): Promise<void> {
  const actor = command.actor.toActor();
  switch (command.type) {
    case 'create': {
      const { subject, description, priority, key } = command;
      const { ticket } = await createTicket(em, actor, { subject, description, priority }, key);
      expect(ticket.id).toBe(ticketId);
      return;
    }
    case 'reply': {
      const { content, internal, status, key } = command;
      await addReply(em, actor, ticketId, { content, internal, status }, key);
      return;
    }
    case 'change':
      await changeTicket(em, actor, ticketId, { status: command.status, priority: command.priority });
      return;
    case 'assign':
      await assignTicket(em, actor, ticketId, command.takeover);
      return;
    case 'release':
      await releaseTicket(em, actor, ticketId);
      return;
    case 'read': {
      const visible = actor.role === 'agent' ? '' : 'and internal = 0';
      const [last] = await em.execute(
        `select id from replies where ticket_id = ? ${visible} order by position desc limit 1`,
        [ticketId],
      );
      if (last) await markRead(em, actor, ticketId, last.id);
    }
  }
}

async function copyUsers(orm: Orm, file: string): Promise<void> {
  const em = orm.em.fork();
  for (const { created_at, password_hash, active, ...user } of query(file, 'select * from users order by id'))
    em.create(User, {
      ...(user as Pick<User, 'id' | 'email' | 'name' | 'role'>),
      passwordHash: password_hash,
      active: active === 1,
      createdAt: new Date(created_at),
    });
  await em.flush();
}

describe('a server on sample data', { timeout: 120_000 }, () => {
  it('lists, counts, threads and histories equal those that the log gives, for agents and customers', async () => {
    await withApp({ tickets: 200, replies: 5 }, async (app, file) => {
      const users = query(file, 'select id, name, email, role from users order by id') as TestUser['user'][];
      const agents = users.filter(({ role }) => role === 'agent').slice(0, 2);
      const customers = users.filter(({ role }) => role === 'customer').slice(0, 4);
      for (const user of [...agents, ...customers]) {
        const viewer = await signIn(app, user);
        const state = withReadMarks(file, user.id, await replayLog(viewer));
        const { tickets, nextCursor: _, ...list } = expectedList(state);
        expect(await readList(viewer)).toEqual({ tickets, ...list });
        expect((await viewer.get<Counts>('/api/tickets/counts')).body).toEqual(expectedCounts(state, user));
        for (const { id } of tickets.slice(0, 25)) {
          const { description, ...detail } = (await viewer.get<Detail>(`/api/tickets/${id}`)).body;
          expect(detail).toEqual(expectedDetail(state, user, id));
          expect(description?.length).toBeGreaterThan(0);
          const { body: history } = await viewer.get<{ events: HistoryEntry[] }>(`/api/tickets/${id}/events`);
          expect(history.events).toEqual(state.histories.get(id));
        }
      }
    });
  });

  it('the audit of log, rows and thread heads finds nothing, before and after further commands', async () => {
    await withApp({ tickets: 200, replies: 5 }, async (app, file) => {
      const before = await auditDatabase(file);
      const [ada, carl] = [await app.createUser('agent', 'Ada'), await app.createUser('customer', 'Carl')];
      const [agent, customer] = [
        await signInAs(app, file, `select * from users where role = 'agent' limit 1`),
        await signInAs(app, file, `select u.* from users u join tickets t on t.customer_id = u.id limit 1`),
      ];
      const { body: heads } = await customer.get<{ seq: number }>('/api/tickets?limit=1');
      const [own, live] = [await app.openSocket(customer, { after: heads.seq }), await app.openSocket(ada)];
      const old = (await customer.get<List>('/api/tickets?limit=1')).body.tickets[0];
      if (!old) throw new Error('The customer has no ticket');
      const mine = await submitTicket(carl);
      await createReply(ada, mine, { internal: true });
      await createReply(agent, { ...mine, id: old.id }, 'We are still on it.');
      await createReply(customer, { ...mine, id: old.id }, 'Thank you.');
      await live.waitForEvents(4);
      await own.waitForEvents(2);
      expect(live.events[0]?.seq).toBe(before.events + 1);
      expect(mine.id).toBe(before.tickets + 1);
      expect(own.events[0]?.seq).toBe(heads.seq + 1);
      const after = await auditDatabase(file);
      expect(after.events).toBeGreaterThanOrEqual(before.events + 4);
    });
  });
});

describe('the sample data', () => {
  it('has exactly the number of tickets and replies, in every status, in several scripts and lengths', async () => {
    const { file, added, remove } = await seedFile({ tickets: 230, replies: 3 });
    const [counts] = query(
      file,
      'select (select count(*) from tickets) as tickets, (select count(*) from replies) as replies, (select count(*) from events) as events',
    );
    expect(counts).toEqual({ tickets: 230, replies: 690, events: added.events });
    const tickets = query(file, 'select status, subject, description, created_at, updated_at from tickets');
    expect(new Set(tickets.map(({ status }) => status))).toEqual(new Set(STATUSES));
    const texts = tickets.map(({ subject, description }) => `${subject} ${description}`).join(' ');
    for (const script of ['Latin', 'Cyrillic', 'Arabic', 'Hiragana', 'Han'])
      expect(texts, script).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
    expect(texts).not.toMatch(/[{}]|undefined/);
    for (const { created_at, updated_at } of tickets) expect(updated_at).toBeGreaterThanOrEqual(created_at);
    expect(Math.max(...tickets.map(({ updated_at }) => updated_at))).toBeLessThanOrEqual(NOW);
    const lengths = query(file, 'select count(*) as n from replies group by ticket_id').map(({ n }) => n);
    expect(new Set(lengths).size).toBeGreaterThan(4);
    // A customer's read mark stands at a reply that the customer sees.
    const marks = query(
      file,
      `select r.internal, count(*) as n from read_marks m join users u on u.id = m.user_id
      left join replies r on r.ticket_id = m.ticket_id and r.position = m.position
      where u.role = 'customer' group by r.internal`,
    );
    expect(marks).toEqual([{ internal: 0, n: expect.any(Number) }]);
    const times = query(file, 'select created_at from events order by seq').map(
      ({ created_at }) => created_at,
    );
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    remove();
  });

  it('has threads of the same length on request, and none', async () => {
    const { file, remove } = createDatabaseFile();
    const orm = await openDatabase(file);
    await migrate(orm);
    await addSampleData(orm, file, {
      tickets: 7,
      replies: 50,
      equalThreads: true,
      now: NOW,
      seed: 1,
      passwordHash,
    });
    await addSampleData(orm, file, { tickets: 7, replies: 0, now: NOW, seed: 2, passwordHash });
    await orm.close();
    expect(query(file, 'select count(*) as n from replies group by ticket_id')).toEqual(
      Array.from({ length: 7 }, () => ({ n: 50 })),
    );
    expect(await auditDatabase(file)).toMatchObject({ tickets: 14, replies: 350 });
    remove();
  });

  it('is the same for the same seed and time, and other for another seed', async () => {
    const size = { tickets: 20, replies: 2 };
    const [first, again, other] = [
      await seedFile(size),
      await seedFile(size),
      await seedFile({ ...size, seed: 2 }),
    ];
    const replies = ({ file }: { file: string }) => query(file, 'select * from replies order by id');
    expect(replies(again)).toEqual(replies(first));
    expect(replies(other)).not.toEqual(replies(first));
    for (const { remove } of [first, again, other]) remove();
  });
});

async function withApp(
  size: { tickets: number; replies: number },
  work: (app: TestApp, file: string) => Promise<void>,
): Promise<void> {
  const { file, remove } = await seedFile(size);
  const app = await startTestApp({ DATABASE_URL: `sqlite:${file}` });
  try {
    await work(app, file);
  } finally {
    await app.close();
    remove();
  }
}

const signIn = (app: TestApp, user: TestUser['user']) => app.signInAgain({ ...app.anonymous, user });

const signInAs = (app: TestApp, file: string, sql: string) =>
  signIn(app, query(file, sql)[0] as TestUser['user']);

/** Everything that the viewer may see, from the event log alone. */
async function replayLog(viewer: TestUser): Promise<State> {
  let state = emptyState();
  for (;;) {
    const { body } = await viewer.get<{ events: LiveEvent[]; seq: number }>(
      `/api/events?limit=1000&after=${state.seq}`,
    );
    for (const event of body.events) state = applyEvent(viewer.user.id, state, event);
    if (state.seq >= body.seq) return state;
  }
}

/** The state with the unread counts after the viewer's read marks. */
function withReadMarks(file: string, viewerId: number, state: State): State {
  const marks = query(
    file,
    `select m.ticket_id, r.id from read_marks m join replies r on r.ticket_id = m.ticket_id and r.position = m.position
    where m.user_id = ${viewerId}`,
  );
  const tickets = new Map(state.tickets);
  for (const { ticket_id, id } of marks) {
    const thread = state.threads.get(ticket_id) ?? [];
    const last = thread.findIndex((reply) => reply.id === id);
    expect(last).toBeGreaterThanOrEqual(0);
    const unread = thread.slice(last + 1).filter(({ author }) => author.id !== viewerId).length;
    tickets.set(ticket_id, { ...(tickets.get(ticket_id) as ListedTicket), unread });
  }
  return { ...state, tickets };
}

/** All pages of the list. */
async function readList(viewer: TestUser): Promise<Omit<List, 'nextCursor'>> {
  const tickets: ListedTicket[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await viewer.get<List>(`/api/tickets?limit=60${cursor}`);
    tickets.push(...body.tickets);
    if (!body.nextCursor) return { tickets, total: body.total, seq: body.seq };
    cursor = `&cursor=${body.nextCursor}`;
  }
}

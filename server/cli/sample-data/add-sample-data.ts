import Database from 'better-sqlite3';
import { DEMO_ACCOUNTS } from '../../../shared/demo-accounts.ts';
import type { Orm } from '../../db/orm.ts';
import { User } from '../../entities/user.ts';
import { lastSeq, lastSeqFor } from '../../events/event-log.ts';
import { createInMemoryCommands, type Position, type TicketInMemory } from './apply-command.ts';
import { type Cast, createCast, sizeOfCast } from './cast.ts';
import type { Command } from './command.ts';
import { createRandom, type Random } from './random.ts';
import { createRows } from './rows.ts';
import { commandsOf, createCommand, type Story } from './story.ts';
import { durationOf, type Size, timeline } from './timeline.ts';
import { createRowWriter } from './write-rows.ts';

/** A transaction has about this many events. */
const EVENTS_PER_TRANSACTION = 40_000;
/** Holds the parts of the indexes that are written in random order. */
const CACHE_KB = 256 * 1024;
/** Larger than SQLite's default: fewer pages of the write-ahead log are copied into the database more than once. */
const CHECKPOINT_PAGES = 20_000;

type Options = Size & {
  /** The hash of the password of all new accounts. */
  passwordHash: string;
  now?: number;
  /** Determines the data, together with the time. Another one for each call: keys of requests are unique. */
  seed: number;
  /** Called after each transaction with the number of tickets so far. */
  onProgress?: (tickets: number) => void;
  /** Called with every command that is applied. */
  onCommand?: (ticketId: number, command: Command) => void;
};

export type Added = {
  customers: number;
  agents: number;
  tickets: number;
  replies: number;
  events: number;
  /** The address of a new agent. */
  exampleAgent: string;
};

/**
 * Adds customers, agents and tickets to a migrated database in bulk: the same rows as users would have made by commands,
 * in far fewer transactions, each of which ends with a consistent database.
 */
export async function addSampleData(orm: Orm, file: string, options: Options): Promise<Added> {
  const { now = Date.now(), seed, onProgress, onCommand } = options;
  const random = createRandom(seed);
  const created = createCast(random, {
    ...sizeOfCast(options.tickets),
    firstId: (await lastId(orm, 'users')) + 1,
    before: now - durationOf(options),
    passwordHash: options.passwordHash,
  });
  const demo = await demoAccounts(orm);
  const cast: Cast = {
    agents: [...created.agents, ...demo.agents],
    customers: [...created.customers, ...demo.customers],
  };
  const { agents, customers } = created;
  const added: Added = {
    agents: agents.length,
    customers: customers.length,
    tickets: 0,
    replies: 0,
    events: 0,
    exampleAgent: agents[0]?.email ?? '',
  };
  const rows = createRows();
  for (const user of [...agents, ...customers.map(({ user }) => user)]) rows.users.add(user);
  const db = openForBulkWrites(file);
  const { writeRows, close } = createRowWriter(db);
  const flush = () => {
    added.events += rows.events.length;
    writeRows(rows);
    onProgress?.(added.tickets);
  };
  try {
    for (const { ticketId, command } of run(random, cast, options, now, await endOf(orm, demo), rows)) {
      if (command.type === 'create') added.tickets += 1;
      if (command.type === 'reply') added.replies += 1;
      onCommand?.(ticketId, command);
      if (rows.events.length >= EVENTS_PER_TRANSACTION) flush();
    }
    flush();
    close();
  } finally {
    db.close();
  }
  return added;
}

/** Applies the commands of all tickets in the order of their times. */
function* run(
  random: Random,
  cast: Cast,
  size: Size,
  now: number,
  position: Position,
  rows: ReturnType<typeof createRows>,
): Generator<{ ticketId: number; command: Command }> {
  const { createTicket, apply } = createInMemoryCommands(position, rows);
  const tickets = new Map<Story, TicketInMemory>();
  for (const { story, turn } of timeline(random, cast, size, now)) {
    if (turn === null) {
      const command = createCommand(random, story);
      const state = createTicket(command);
      tickets.set(story, state);
      yield { ticketId: state.ticket.id, command };
      continue;
    }
    const state = tickets.get(story);
    if (!state) throw new Error('The timeline has a turn before its ticket');
    for (const command of commandsOf(random, cast, story, state, turn)) {
      apply(state, command);
      yield { ticketId: state.ticket.id, command };
    }
    if (turn === story.turns.at(-1)) tickets.delete(story);
  }
}

/** The demo accounts of this database take part like the others. */
async function demoAccounts(orm: Orm): Promise<Cast> {
  const emails = DEMO_ACCOUNTS.map(({ email }) => email);
  const users = await orm.em.fork().find(User, { email: { $in: emails }, active: true });
  return {
    agents: users.filter(({ role }) => role === 'agent'),
    customers: users
      .filter(({ role }) => role === 'customer')
      .map((user) => ({ user, language: 'english' as const })),
  };
}

/** Where the new rows begin. New customers have no event yet. */
async function endOf(orm: Orm, { customers }: Cast): Promise<Position> {
  const em = orm.em.fork();
  const customerSeqs = new Map<number, number>();
  for (const { user } of customers) customerSeqs.set(user.id, await lastSeqFor(em, user.toActor()));
  return { seq: await lastSeq(em), customerSeqs, ticketId: await lastId(orm, 'tickets') };
}

/** The last id that SQLite has assigned in this table. */
async function lastId(orm: Orm, table: 'users' | 'tickets'): Promise<number> {
  const [row] = await orm.em.fork().execute('select seq from sqlite_sequence where name = ?', [table]);
  return row?.seq ?? 0;
}

/** With fewer syncs to disk: a power failure can lose the last transactions, but cannot corrupt the database. */
function openForBulkWrites(file: string): Database.Database {
  const db = new Database(file);
  db.pragma('synchronous = normal');
  db.pragma(`cache_size = -${CACHE_KB}`);
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  return db;
}

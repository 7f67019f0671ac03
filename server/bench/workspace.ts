import bcrypt from 'bcryptjs';
import Database from 'better-sqlite3';
import { addSampleData } from '../cli/sample-data/add-sample-data.ts';
import { migrate } from '../db/migrate.ts';
import { type Orm, openDatabase } from '../db/orm.ts';
import {
  createDatabaseFile,
  type ServerProcess,
  signIn,
  type TestAccount,
} from '../testing/server-process.ts';
import { assignTicket, createTicket } from '../tickets/commands.ts';

const PASSWORD = 'correct horse';
const REPLIES = 5;
/** Tickets with a thread of `LONG_THREAD` replies, to read. */
const LONG_THREADS = 40;
export const LONG_THREAD = 50;
/** Tickets whose status a connection changes: a new one for each connection and run. */
const TICKETS_IN_PROGRESS = 160;
/** Users who sign in. */
const MAX_AGENTS = 20;
const MAX_CUSTOMERS = 100;

/** A temporary database with sample data, and users and tickets of it for the requests. */
export type Workspace = {
  file: string;
  size: number;
  agents: TestAccount[];
  customers: TestAccount[];
  tickets: { long: number[]; inProgress: number[]; any: number[] };
  remove: () => void;
};

/** Creates a temporary database with this many tickets. */
export async function createWorkspace(size: number): Promise<Workspace> {
  const { file, remove } = createDatabaseFile();
  const orm = await openDatabase(file);
  await migrate(orm);
  // The lowest bcrypt cost, because many users sign in.
  const passwordHash = bcrypt.hashSync(PASSWORD, 4);
  await addSampleData(orm, file, { tickets: size, replies: REPLIES, passwordHash, seed: 1 });
  const long = { tickets: LONG_THREADS, replies: LONG_THREAD, equalThreads: true };
  await addSampleData(orm, file, { ...long, passwordHash, seed: 2 });
  const read = <T>(sql: string, ...values: unknown[]): T[] => {
    const db = new Database(file, { readonly: true });
    const rows = db.prepare(sql).all(...values) as T[];
    db.close();
    return rows;
  };
  const usersOf = (role: string, limit: number) =>
    read<TestAccount>(
      'select id, name, email, role from users where role = ? order by id limit ?',
      role,
      limit,
    ).map((user) => ({ ...user, password: PASSWORD, token: '' }));
  const [agents, customers] = [usersOf('agent', MAX_AGENTS), usersOf('customer', MAX_CUSTOMERS)];
  const inProgress = await createTicketsInProgress(orm, agents, customers);
  const idsOf = (sql: string) => read<{ id: number }>(sql).map(({ id }) => id);
  await orm.close();
  return {
    file,
    size,
    agents,
    customers,
    tickets: {
      long: idsOf(
        `select ticket_id as id from thread_heads where position = ${LONG_THREAD} order by ticket_id desc limit ${LONG_THREADS}`,
      ),
      inProgress,
      any: idsOf(`select id from tickets where id <= ${size} order by id * 7919 % 10007 limit 200`),
    },
    remove,
  };
}

/** Tickets that no other request changes. */
async function createTicketsInProgress(
  orm: Orm,
  agents: TestAccount[],
  customers: TestAccount[],
): Promise<number[]> {
  const ids: number[] = [];
  const draft = {
    subject: 'The export stops',
    description: 'It stops after ten rows.',
    priority: 'medium',
  } as const;
  for (let i = 0; i < TICKETS_IN_PROGRESS; i += 1) {
    const [customer, agent] = [customers[i % customers.length], agents[i % agents.length]];
    if (!customer || !agent) throw new Error('The sample data have no users');
    const { ticket } = await createTicket(orm.em.fork(), customer, draft, null);
    await assignTicket(orm.em.fork(), agent, ticket.id, false);
    ids.push(ticket.id);
  }
  return ids;
}

/** The workspace with its users signed in on this server. */
export async function signInAll(server: ServerProcess, workspace: Workspace): Promise<Workspace> {
  const all = async (accounts: TestAccount[]) => {
    const signedIn: TestAccount[] = [];
    for (const account of accounts) signedIn.push(await signIn(server.url, account));
    return signedIn;
  };
  return { ...workspace, agents: await all(workspace.agents), customers: await all(workspace.customers) };
}

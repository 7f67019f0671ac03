import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import {
  type Acknowledgement,
  type AgentEvent,
  type ClientToServer,
  type CustomerEvent,
  EVENT_TYPES,
  type ServerToClient,
} from '../../shared/events.ts';
import type { Problem, Reply, Session, Ticket, User as UserShape } from '../../shared/schemas.ts';
import type { Role, Status } from '../../shared/vocabulary.ts';
import { type App, createApp } from '../app.ts';
import { createPasswords } from '../auth/passwords.ts';
import { seedDemo } from '../cli/demo-data.ts';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { type Orm, openDatabase } from '../db/orm.ts';
import { User } from '../entities/user.ts';

/** What came back. `body` is whatever the test says it expects. */
export type TestResponse<T> = { status: number; body: T & Omit<Partial<Problem>, keyof T>; headers: Headers };

type Options = { body?: unknown; raw?: string; key?: string; headers?: Record<string, string> };

/** Somebody at their keyboard: calls the API with their token, and makes what a test needs. */
export type TestUser = {
  user: UserShape;
  token: string;
  cookie: string;
  /** Everything that ever came back: headers and bodies as they were on the wire. */
  received: string[];
  call: <T = Partial<Ticket>>(method: string, path: string, options?: Options) => Promise<TestResponse<T>>;
  get: <T = Partial<Ticket>>(path: string, options?: Options) => Promise<TestResponse<T>>;
  post: <T = Partial<Ticket>>(path: string, body?: unknown, options?: Options) => Promise<TestResponse<T>>;
  patch: <T = Partial<Ticket>>(path: string, body?: unknown, options?: Options) => Promise<TestResponse<T>>;
  put: <T = Partial<Ticket>>(path: string, body?: unknown, options?: Options) => Promise<TestResponse<T>>;
  delete: <T = Partial<Ticket>>(path: string, options?: Options) => Promise<TestResponse<T>>;
};

// biome-ignore lint/suspicious/noExplicitAny: a row is whatever the test selects.
type Row = Record<string, any>;

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

/** A real desk on a free port with a database of its own; `env` as on the command line. */
export async function startTestApp(env: Record<string, string> = {}, log = pino({ level: 'silent' })) {
  const config = readConfig({
    DATABASE_URL: 'sqlite::memory:',
    SEED: 'none',
    RATE_LIMITS: 'off',
    PORT: '0',
    ...env,
  });
  const orm = await openDatabase(config.databaseFile);
  await migrate(orm);
  // bcrypt's lowest cost: tests make many people.
  const passwords = createPasswords(4);
  if (config.demo) await seedDemo(orm, passwords);
  const app = await createApp({ config, orm, passwords, log });
  await new Promise<void>((resolve) => app.http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(app.http.address() as AddressInfo).port}`;
  const sockets: Socket[] = [];

  return {
    url,
    orm,
    /** Looks behind the counter, or ages what no clock would age in time. */
    sql: (text: string, values: unknown[] = []): Promise<Row[]> => orm.em.fork().execute(text, values),
    anonymous: createTestUser(url, '', null, ''),
    /** A new person of that role, signed in through the front door. */
    createUser: async (role: Role, name = role === 'agent' ? 'Ada' : 'Carl') => {
      const email = `${name.toLowerCase().replace(/\W/g, '')}-${crypto.randomUUID()}@example.com`;
      const answer = await register(url, { email, name, password: PASSWORD });
      if (role === 'agent') await orm.em.fork().nativeUpdate(User, { email }, { role });
      return signedInUser(url, answer, role);
    },
    /** The same person on another device. */
    signInAgain: (caller: TestUser) => signIn(url, caller.user.email),
    /** What that person's live connection receives. */
    openSocket: async (caller: TestUser, known: { after?: number; log?: string } = {}) => {
      const watcher = createTestSocket(url, caller.token, known);
      sockets.push(watcher.socket);
      await watcher.ready;
      return watcher;
    },
    connect: (auth: object, options: object = {}) => {
      const socket = io(url, { auth, forceNew: true, reconnection: false, ...options });
      sockets.push(socket);
      return socket;
    },
    close: async () => {
      for (const socket of sockets) socket.disconnect();
      await app.close();
    },
  };
}

const PASSWORD = 'correct horse';

const register = (url: string, body: object) =>
  createTestUser(url, '', null, '').post<Session>('/api/auth/register', body);

async function signIn(url: string, email: string): Promise<TestUser> {
  const anonymous = createTestUser(url, '', null, '');
  const answer = await anonymous.post<Session>('/api/auth/login', { email, password: PASSWORD });
  return signedInUser(url, answer, answer.body.user.role);
}

function signedInUser(url: string, { body, headers }: TestResponse<Session>, role: Role): TestUser {
  if (!body.token) throw new Error(`Not signed in: ${JSON.stringify(body)}`);
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return createTestUser(url, body.token, { ...body.user, role }, cookie);
}

function createTestUser(url: string, token: string, user: UserShape | null, cookie: string): TestUser {
  const received: string[] = [];
  async function call<T>(method: string, path: string, options: Options = {}): Promise<TestResponse<T>> {
    const { body, raw = body === undefined ? undefined : JSON.stringify(body), key, headers } = options;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(raw !== undefined && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
        ...headers,
      },
      ...(raw !== undefined && { body: raw }),
    });
    const text = await response.text();
    received.push(JSON.stringify([...response.headers]), text);
    // The seam between the wire and what a test expects of it.
    const isJson = text && /json/.test(response.headers.get('content-type') ?? '');
    const parsed = isJson ? JSON.parse(text) : { text };
    return { status: response.status, headers: response.headers, body: parsed };
  }
  return {
    user: user ?? { id: 0, name: '', email: '', role: 'customer' },
    token,
    cookie,
    received,
    call,
    get: (path, options) => call('GET', path, options),
    post: (path, body, options) => call('POST', path, { body, ...options }),
    patch: (path, body, options) => call('PATCH', path, { body, ...options }),
    put: (path, body, options) => call('PUT', path, { body, ...options }),
    delete: (path, options) => call('DELETE', path, options),
  };
}

/** A ticket of this customer. */
export async function createTicket(customer: TestUser, draft: object = {}): Promise<Ticket> {
  const answer = await customer.post<Ticket>('/api/tickets', {
    subject: 'Help',
    description: 'It broke.',
    ...draft,
  });
  if (answer.status !== 201) throw new Error(`No ticket: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A reply on that ticket. */
export async function createReply(
  caller: TestUser,
  ticket: Ticket,
  draft: object | string = 'Hello',
): Promise<Reply> {
  const body = typeof draft === 'string' ? { content: draft } : { content: 'Hello', ...draft };
  const answer = await caller.post<{ reply: Reply }>(`/api/tickets/${ticket.id}/replies`, body);
  if (answer.status !== 201) throw new Error(`No reply: ${JSON.stringify(answer.body)}`);
  return answer.body.reply;
}

/** The lawful way from a new ticket to each status, and who takes each step. */
const STEPS_TO_STATUS: Record<Status, Status[]> = {
  open: [],
  in_progress: ['in_progress'],
  waiting_on_customer: ['in_progress', 'waiting_on_customer'],
  resolved: ['in_progress', 'resolved'],
  reopened: ['in_progress', 'resolved', 'reopened'],
};

/** A ticket of this customer's in that status, handled (unless it is new) by this agent. */
export async function createTicketInStatus(
  status: Status,
  customer: TestUser,
  agent: TestUser,
): Promise<Ticket> {
  let ticket = await createTicket(customer);
  for (const step of STEPS_TO_STATUS[status])
    ticket = await changeStatus(step === 'reopened' ? customer : agent, ticket, step);
  return ticket;
}

/** The ticket after somebody moved it. */
export async function changeStatus(caller: TestUser, ticket: Ticket, status: Status): Promise<Ticket> {
  const answer = await caller.patch<Ticket>(`/api/tickets/${ticket.id}`, { status });
  if (answer.status !== 200) throw new Error(`Not moved: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A request byte for byte, for what `fetch` would put right: odd paths and methods, forbidden headers, no keep-alive. */
export const rawRequest = (
  url: string,
  method: string,
  path: string,
  headers: object = {},
  body?: Uint8Array | string,
) =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, method, path, headers: { ...headers }, agent: false });
    asked.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: String(Buffer.concat(chunks)),
        });
      });
    });
    asked.end(body);
  });

type LiveEvent = AgentEvent | CustomerEvent;
export type TestSocket = ReturnType<typeof createTestSocket>;

export function createTestSocket(url: string, token: string, known: { after?: number; log?: string }) {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth: { token, ...known },
    forceNew: true,
    reconnection: false,
  });
  const events: LiveEvent[] = [];
  const frames: string[] = [];
  socket.io.engine.on('packet', ({ data }) => frames.push(String(data)));
  const otherMessages: { name: string; payload: unknown }[] = [];
  for (const type of EVENT_TYPES) socket.on(type, (event) => events.push(event));
  for (const name of ['presence', 'read', 'stale', 'session:expired'] as const) {
    socket.on(name, (payload?: unknown) => otherMessages.push({ name, payload }));
  }
  const ready = new Promise<{ seq: number; log: string; build: string }>((resolve, reject) => {
    socket.once('ready', resolve);
    socket.once('connect_error', reject);
  });
  return {
    socket,
    events,
    /** Every packet as it came, whatever its kind. */
    frames,
    otherMessages,
    ready,
    types: () => events.map(({ type }) => type),
    /** Waits until this many events have come. */
    waitForEvents: (count: number) => waitFor(() => events.length >= count),
    emitWithAck: (event: keyof ClientToServer, payload: unknown): Promise<Acknowledgement> =>
      socket.timeout(10_000).emitWithAck(event, payload as never),
  };
}

/** Waits for a condition, never for a time. */
export async function waitFor(condition: () => unknown, patience = 10_000): Promise<void> {
  const deadline = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Still not so after ${patience} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export type { App as Desk, Orm };

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
import { createApp, type Dependencies } from '../app.ts';
import { createPasswords } from '../auth/passwords.ts';
import { seedDemo } from '../cli/demo-data.ts';
import { readConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { type Orm, openDatabase } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { prepareTestDatabase } from './test-database.ts';

/** An HTTP response. `body` has the type that the test expects. */
export type TestResponse<T> = { status: number; body: T & Omit<Partial<Problem>, keyof T>; headers: Headers };

type Options = { body?: unknown; raw?: string; key?: string; headers?: Record<string, string> };

/** A signed-in user (or `anonymous`) who sends requests with their access token. */
export type TestUser = {
  user: UserShape;
  token: string;
  cookie: string;
  /** All response headers and bodies received so far, as raw text. */
  received: string[];
  call: <T = Partial<Ticket>>(method: string, path: string, options?: Options) => Promise<TestResponse<T>>;
  get: <T = Partial<Ticket>>(path: string, options?: Options) => Promise<TestResponse<T>>;
  post: <T = Partial<Ticket>>(path: string, body?: unknown, options?: Options) => Promise<TestResponse<T>>;
  patch: <T = Partial<Ticket>>(path: string, body?: unknown, options?: Options) => Promise<TestResponse<T>>;
  put: <T = Partial<Ticket>>(path: string, body?: unknown, options?: Options) => Promise<TestResponse<T>>;
  delete: <T = Partial<Ticket>>(path: string, options?: Options) => Promise<TestResponse<T>>;
};

// biome-ignore lint/suspicious/noExplicitAny: the columns depend on the test's query.
type Row = Record<string, any>;

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

/** Starts the real server on a free port with its own database. `env` overrides the configuration, `options` the app's other defaults. */
export async function startTestApp(
  env: Record<string, string> = {},
  log = pino({ level: 'silent' }),
  options: Pick<Dependencies, 'stalledAfterMs' | 'cluster'> & { orm?: Orm } = {},
) {
  const database = await prepareTestDatabase(env);
  const config = readConfig({ SEED: 'none', RATE_LIMITS: 'off', PORT: '0', ...database.env });
  const orm = options.orm ?? (await openDatabase(config.databaseFile, config.postgresUrl));
  await migrate(orm);
  // The lowest bcrypt cost, because tests create many users.
  const passwords = createPasswords(4);
  if (config.demo) await seedDemo(orm, passwords);
  const app = await createApp({ config, orm, passwords, log, ...options });
  await new Promise<void>((resolve) => app.http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(app.http.address() as AddressInfo).port}`;
  const sockets: Socket[] = [];

  return {
    url,
    orm,
    /** Runs SQL directly: to inspect rows, or to change times that a test cannot wait for. */
    sql: (text: string, values: unknown[] = []): Promise<Row[]> => orm.em.fork().execute(text, values),
    anonymous: createTestUser(url, '', null, ''),
    /** Registers a new user with this role and signs them in. */
    createUser: async (role: Role, name = role === 'agent' ? 'Ada' : 'Carl') => {
      const email = `${name.toLowerCase().replace(/\W/g, '')}-${crypto.randomUUID()}@example.com`;
      const response = await register(url, { email, name, password: PASSWORD });
      if (role === 'agent') await orm.em.fork().nativeUpdate(User, { email }, { role });
      return signedInUser(url, response, role);
    },
    /** Opens another session for the same user. */
    signInAgain: ({ user }: TestUser) => signIn(url, user.email),
    /** Opens a Socket.IO connection that records what this user receives. */
    openSocket: async (user: TestUser, position: { after?: number; log?: string } = {}) => {
      const testSocket = createTestSocket(url, user.token, position);
      sockets.push(testSocket.socket);
      await testSocket.ready;
      return testSocket;
    },
    connect: (auth: object, options: object = {}) => {
      const socket = io(url, { auth, forceNew: true, reconnection: false, ...options });
      sockets.push(socket);
      return socket;
    },
    close: async () => {
      for (const socket of sockets) socket.disconnect();
      await app.close();
      await database.drop();
    },
  };
}

const PASSWORD = 'correct horse';

const register = (url: string, body: object) =>
  createTestUser(url, '', null, '').post<Session>('/api/auth/register', body);

async function signIn(url: string, email: string): Promise<TestUser> {
  const anonymous = createTestUser(url, '', null, '');
  const response = await anonymous.post<Session>('/api/auth/login', { email, password: PASSWORD });
  return signedInUser(url, response, response.body.user.role);
}

function signedInUser(url: string, { body, headers }: TestResponse<Session>, role: Role): TestUser {
  if (!body.token) throw new Error(`Sign-in failed: ${JSON.stringify(body)}`);
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
    // The type of the parsed body is the test's expectation; it is not checked here.
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

/** Creates a ticket as this customer. */
export async function createTicket(customer: TestUser, draft: object = {}): Promise<Ticket> {
  const response = await customer.post<Ticket>('/api/tickets', {
    subject: 'Help',
    description: 'It broke.',
    ...draft,
  });
  if (response.status !== 201)
    throw new Error(`Creating the ticket failed: ${JSON.stringify(response.body)}`);
  return response.body;
}

/** Adds a reply to this ticket. */
export async function createReply(
  user: TestUser,
  ticket: Ticket,
  draft: object | string = 'Hello',
): Promise<Reply> {
  const body = typeof draft === 'string' ? { content: draft } : { content: 'Hello', ...draft };
  const response = await user.post<{ reply: Reply }>(`/api/tickets/${ticket.id}/replies`, body);
  if (response.status !== 201) throw new Error(`Adding the reply failed: ${JSON.stringify(response.body)}`);
  return response.body.reply;
}

/** The transitions that lead from a new ticket to each status. */
const STEPS_TO_STATUS: Record<Status, Status[]> = {
  open: [],
  in_progress: ['in_progress'],
  waiting_on_customer: ['in_progress', 'waiting_on_customer'],
  resolved: ['in_progress', 'resolved'],
  reopened: ['in_progress', 'resolved', 'reopened'],
};

/** Creates a ticket as this customer and moves it to this status, with this agent as the assignee. */
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

/** Changes the status and returns the new ticket. */
export async function changeStatus(user: TestUser, ticket: Ticket, status: Status): Promise<Ticket> {
  const response = await user.patch<Ticket>(`/api/tickets/${ticket.id}`, { status });
  if (response.status !== 200)
    throw new Error(`Changing the status failed: ${JSON.stringify(response.body)}`);
  return response.body;
}

/** Sends a request that `fetch` would normalize or refuse: odd paths and methods, forbidden headers, no keep-alive. */
export const rawRequest = (
  url: string,
  method: string,
  path: string,
  headers: object = {},
  body?: Uint8Array | string,
) =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const outgoing = request({ hostname, port, method, path, headers: { ...headers }, agent: false });
    outgoing.on('error', reject).on('response', (response) => {
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
    outgoing.end(body);
  });

type LiveEvent = AgentEvent | CustomerEvent;
export type TestSocket = ReturnType<typeof createTestSocket>;

export function createTestSocket(url: string, token: string, position: { after?: number; log?: string }) {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth: { token, ...position },
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
    /** Every Engine.IO packet as received. */
    frames,
    otherMessages,
    ready,
    types: () => events.map(({ type }) => type),
    /** Waits until this many events have arrived. */
    waitForEvents: (count: number) => waitFor(() => events.length >= count),
    emitWithAck: (event: keyof ClientToServer, payload: unknown): Promise<Acknowledgement> =>
      socket.timeout(10_000).emitWithAck(event, payload as never),
  };
}

/** Polls a condition until it holds; throws after `timeoutMs`. */
export async function waitFor(condition: () => unknown, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline)
      throw new Error(`Condition not met within ${timeoutMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

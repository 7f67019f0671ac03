import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { io, type Socket } from 'socket.io-client';
import type { CustomerEvent, ServerToClient } from '../../shared/events.ts';
import {
  createAccounts,
  createDatabaseFile,
  sendRequest,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';
import { drawLatencies } from './plot.ts';

// `npm run bench:live`: measures the time from sending a POST to the event's arrival at the other side, with many sockets.

const { values: options } = parseArgs({
  options: {
    sockets: { type: 'string', default: '200' },
    writers: { type: 'string', default: '8' },
    rate: { type: 'string', default: '25' },
    seconds: { type: 'string', default: '10' },
    plot: { type: 'string', default: 'data/bench-live.svg' },
    json: { type: 'boolean', default: false },
  },
});
const SOCKETS = Number(options.sockets);
const WRITERS = Number(options.writers);
const RATE = Number(options.rate);
const SECONDS = Number(options.seconds);
/** Agents among the accounts; all others are customers. */
const AGENTS = 10;
const log = (line: string) => process.stderr.write(`${line}\n`);

/** Send time of each reply by its key. All clients run in this process and share one clock. */
const sentAt = new Map<string, number>();
const latencies: number[] = [];
const responseTimes: number[] = [];

/** Load of the machine before the benchmark: results from a busy machine are not comparable. */
const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10;

const { file, remove } = createDatabaseFile();
const customers = Math.ceil(SOCKETS / 2);
const accounts = await createAccounts(file, [
  ...Array.from({ length: AGENTS }, (_, i) => ({
    name: `Agent ${i}`,
    role: 'agent' as const,
    email: `agent${i}@example.com`,
  })),
  ...Array.from({ length: customers }, (_, i) => ({
    name: `Customer ${i}`,
    role: 'customer' as const,
    email: `customer${i}@example.com`,
  })),
]);
const server = await startServer(file);
const sockets: Socket<ServerToClient>[] = [];
try {
  log(`The server is running. ${accounts.length} accounts sign in, ${SOCKETS} sockets connect …`);
  const signedIn: TestAccount[] = [];
  for (const account of accounts) signedIn.push(await signIn(server.url, account));
  const agents = signedIn.slice(0, AGENTS);
  const others = signedIn.slice(AGENTS);
  for (let i = 0; i < SOCKETS; i += 1) {
    const account = i % 2 ? others[(i >> 1) % others.length] : agents[(i >> 1) % AGENTS];
    if (account) sockets.push(await connect(server.url, account));
  }
  const tickets = await Promise.all(others.slice(0, WRITERS).map((customer) => submit(customer)));
  await writeSteadily(agents, others, tickets);
  await waitUntilQuiet();
  report();
} finally {
  for (const socket of sockets) socket.disconnect();
  await server.kill();
  remove();
}

async function connect(url: string, account: TestAccount): Promise<Socket<ServerToClient>> {
  const socket: Socket<ServerToClient> = io(url, {
    auth: { token: account.token },
    forceNew: true,
    transports: ['websocket'],
  });
  socket.on('reply.created', (event) => receive(account, event as CustomerEvent));
  await new Promise<void>((resolve, reject) => {
    socket.once('ready', () => resolve());
    socket.once('connect_error', reject);
  });
  return socket;
}

/** Counts only events that cross sides: from a customer to an agent or from an agent to a customer. */
function receive(account: TestAccount, event: CustomerEvent): void {
  if (event.type !== 'reply.created' || event.actor.role === account.role) return;
  const sent = sentAt.get(event.reply.key ?? '');
  if (sent !== undefined) latencies.push(performance.now() - sent);
}

async function submit(customer: TestAccount): Promise<number> {
  const body = { subject: 'How fast is this?', description: 'A benchmark ticket.' };
  const response = await sendRequest(`${server.url}/api/tickets`, {
    method: 'POST',
    token: customer.token,
    body,
  });
  return Number(response.body.id);
}

/** Writes at a fixed rate without waiting for responses; a slow server cannot lower the rate. */
async function writeSteadily(agents: TestAccount[], others: TestAccount[], tickets: number[]): Promise<void> {
  const total = RATE * SECONDS;
  const startedAt = performance.now();
  const pending: Promise<void>[] = [];
  for (let n = 0; n < total; n += 1) {
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, startedAt + (n * 1000) / RATE - performance.now())),
    );
    const index = n % tickets.length;
    const writer = (n >> 3) % 2 ? others[index] : agents[index % AGENTS];
    if (writer) pending.push(reply(writer, tickets[index] ?? 1, n));
    if (n % RATE === 0) log(`${n / RATE} of ${SECONDS} s: ${n} written, ${latencies.length} received`);
  }
  await Promise.all(pending);
}

async function reply(writer: TestAccount, ticket: number, n: number): Promise<void> {
  const key = crypto.randomUUID();
  const url = `${server.url}/api/tickets/${ticket}/replies`;
  const startedAt = performance.now();
  sentAt.set(key, startedAt);
  const { status, text } = await sendRequest(url, {
    method: 'POST',
    token: writer.token,
    key,
    body: { content: `Reply ${n} with text of a typical length. `.repeat(4) },
  });
  if (status !== 201) throw new Error(`${status} ${text}`);
  responseTimes.push(performance.now() - startedAt);
}

/** Waits until no event has arrived for 300 ms. */
async function waitUntilQuiet(): Promise<void> {
  for (let received = -1; received !== latencies.length; ) {
    received = latencies.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

function report(): void {
  const round = (ms: number) => Math.round(ms * 10) / 10;
  const at = (all: number[], q: number) =>
    round(all.toSorted((a, b) => a - b)[Math.floor(q * (all.length - 1))] ?? Number.NaN);
  const result = {
    sockets: SOCKETS,
    writers: WRITERS,
    writesPerSecond: RATE,
    writes: responseTimes.length,
    received: latencies.length,
    pushMs: {
      median: at(latencies, 0.5),
      p90: at(latencies, 0.9),
      p99: at(latencies, 0.99),
      max: at(latencies, 1),
    },
    responseMs: { median: at(responseTimes, 0.5), p99: at(responseTimes, 0.99) },
    loadBefore,
    cores: availableParallelism(),
    plot: options.plot,
  };
  mkdirSync(path.dirname(path.resolve(options.plot)), { recursive: true });
  writeFileSync(
    options.plot,
    drawLatencies(latencies, `${SOCKETS} sockets, ${WRITERS} writers, ${RATE} replies a second`),
  );
  if (options.json) return void process.stdout.write(`${JSON.stringify(result)}\n`);
  const { pushMs, responseMs } = result;
  process.stdout.write(
    `From sending the POST to the event at the other side: median ${pushMs.median} ms, p99 ${pushMs.p99} ms ` +
      `(${result.received} events received from ${result.writes} replies, ${SOCKETS} sockets, ${RATE} writes/s).\n` +
      `Response time of the POST: median ${responseMs.median} ms, p99 ${responseMs.p99} ms. Load before the run: ${loadBefore} on ${result.cores} cores. Plot: ${options.plot}\n`,
  );
}

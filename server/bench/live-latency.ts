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

// `npm run bench:live`: how long from "POST sent" to "event received by the other side", with many sockets listening.

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
/** Of the sockets: the rest are customers', so that each event reaches both one's own side and the other. */
const AGENTS = 10;
const say = (line: string) => process.stderr.write(`${line}\n`);

/** When each reply was sent, by its key: clients share one clock here, so differences are real. */
const sentAt = new Map<string, number>();
const latencies: number[] = [];
const answers: number[] = [];

/** What else the machine was doing: figures from a busy one say little. */
const loadBefore = Math.round((loadavg()[0] ?? 0) * 10) / 10;

const { file, remove } = createDatabaseFile();
const customers = Math.ceil(SOCKETS / 2);
const people = await createAccounts(file, [
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
  say(`The desk runs. ${people.length} people sign in, ${SOCKETS} sockets connect …`);
  const signedIn: TestAccount[] = [];
  for (const person of people) signedIn.push(await signIn(server.url, person));
  const agents = signedIn.slice(0, AGENTS);
  const others = signedIn.slice(AGENTS);
  for (let i = 0; i < SOCKETS; i += 1) {
    const person = i % 2 ? others[(i >> 1) % others.length] : agents[(i >> 1) % AGENTS];
    if (person) sockets.push(await listen(server.url, person));
  }
  const tickets = await Promise.all(others.slice(0, WRITERS).map((customer) => submit(customer)));
  await writeSteadily(agents, others, tickets);
  await settled();
  report();
} finally {
  for (const socket of sockets) socket.disconnect();
  await server.kill();
  remove();
}

async function listen(url: string, person: TestAccount): Promise<Socket<ServerToClient>> {
  const socket: Socket<ServerToClient> = io(url, {
    auth: { token: person.token },
    forceNew: true,
    transports: ['websocket'],
  });
  socket.on('reply.created', (event) => receive(person, event as CustomerEvent));
  await new Promise<void>((resolve, reject) => {
    socket.once('ready', () => resolve());
    socket.once('connect_error', reject);
  });
  return socket;
}

/** Counts only what the other side hears: an agent from a customer, a customer from an agent. */
function receive(person: TestAccount, event: CustomerEvent): void {
  if (event.type !== 'reply.created' || event.actor.role === person.role) return;
  const sent = sentAt.get(event.reply.key ?? '');
  if (sent !== undefined) latencies.push(performance.now() - sent);
}

async function submit(customer: TestAccount): Promise<number> {
  const body = { subject: 'How fast is this?', description: 'Let us see.' };
  const answer = await sendRequest(`${server.url}/api/tickets`, {
    method: 'POST',
    token: customer.token,
    body,
  });
  return Number(answer.body.id);
}

/** Writes at a fixed rate, whether or not earlier answers have come: a slow server cannot hide behind its own slowness. */
async function writeSteadily(agents: TestAccount[], others: TestAccount[], tickets: number[]): Promise<void> {
  const total = RATE * SECONDS;
  const begun = performance.now();
  const under: Promise<void>[] = [];
  for (let n = 0; n < total; n += 1) {
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, begun + (n * 1000) / RATE - performance.now())),
    );
    const lane = n % tickets.length;
    const writer = (n >> 3) % 2 ? others[lane] : agents[lane % AGENTS];
    if (writer) under.push(reply(writer, tickets[lane] ?? 1, n));
    if (n % RATE === 0) say(`${n / RATE} of ${SECONDS} s: ${n} written, ${latencies.length} heard`);
  }
  await Promise.all(under);
}

async function reply(writer: TestAccount, ticket: number, n: number): Promise<void> {
  const key = crypto.randomUUID();
  const url = `${server.url}/api/tickets/${ticket}/replies`;
  const begun = performance.now();
  sentAt.set(key, begun);
  const { status, text } = await sendRequest(url, {
    method: 'POST',
    token: writer.token,
    key,
    body: { content: `Reply ${n}, as long as people write them. `.repeat(4) },
  });
  if (status !== 201) throw new Error(`${status} ${text}`);
  answers.push(performance.now() - begun);
}

/** Waits until nothing has been heard for a while. */
async function settled(): Promise<void> {
  for (let heard = -1; heard !== latencies.length; ) {
    heard = latencies.length;
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
    writes: answers.length,
    received: latencies.length,
    pushMs: {
      median: at(latencies, 0.5),
      p90: at(latencies, 0.9),
      p99: at(latencies, 0.99),
      max: at(latencies, 1),
    },
    answerMs: { median: at(answers, 0.5), p99: at(answers, 0.99) },
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
  const { pushMs, answerMs } = result;
  process.stdout.write(
    `From POST sent to event received by the other side: median ${pushMs.median} ms, p99 ${pushMs.p99} ms ` +
      `(${result.received} receptions of ${result.writes} replies, ${SOCKETS} sockets, ${RATE} writes/s).\n` +
      `The writer's own answer: median ${answerMs.median} ms, p99 ${answerMs.p99} ms. Load before: ${loadBefore} on ${result.cores} cores. Plot: ${options.plot}\n`,
  );
}

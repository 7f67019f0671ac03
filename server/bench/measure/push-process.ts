import { io, type Socket } from 'socket.io-client';
import type { CustomerEvent, ServerToClient } from '../../../shared/events.ts';
import { sendRequest, type TestAccount } from '../../testing/server-process.ts';
import type { PushResult, PushTask } from './push.ts';
import { REPLY } from './requests.ts';

// The clients of `measurePush`: sockets that receive, and writers. All share the clock of this process.

/** Sockets connect in groups, not all at once. */
const CONNECTING_AT_ONCE = 10;
const QUIET_MS = 300;

/** The send time of each reply by its key. */
const sentAt = new Map<string, number>();
const result: PushResult = { pushMs: [], responseMs: [] };

process.once('message', async (task: PushTask) => {
  const sockets = await connectAll(task);
  const tickets = await Promise.all(
    task.customers.slice(0, task.writers).map((customer) => submit(nodeOf(task, 0), customer)),
  );
  await writeSteadily(task, tickets);
  await waitUntilQuiet();
  for (const socket of sockets) socket.disconnect();
  process.send?.(result);
});
process.on('disconnect', () => process.exit());

const nodeOf = ({ urls }: PushTask, n: number) => urls[n % urls.length] ?? '';

async function connectAll(task: PushTask): Promise<Socket[]> {
  const { sockets, agents, customers } = task;
  const connected: Socket[] = [];
  while (connected.length < sockets) {
    const group = Array.from({ length: Math.min(CONNECTING_AT_ONCE, sockets - connected.length) }, (_, i) => {
      const n = connected.length + i;
      const side = n % 2 ? customers : agents;
      const account = side[(n >> 1) % side.length];
      if (!account) throw new Error('There are no accounts');
      return connect(nodeOf(task, n >> 1), account);
    });
    connected.push(...(await Promise.all(group)));
  }
  return connected;
}

async function connect(url: string, account: TestAccount): Promise<Socket> {
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
  if (sent !== undefined) result.pushMs.push(performance.now() - sent);
}

async function submit(url: string, { token }: TestAccount): Promise<number> {
  const body = { subject: 'How fast is this?', description: 'A ticket of the benchmark.' };
  const response = await sendRequest(`${url}/api/tickets`, { method: 'POST', token, body });
  return Number(response.body.id);
}

/** Writes at a fixed rate without waiting for responses; a slow server cannot lower the rate. */
async function writeSteadily(task: PushTask, tickets: number[]): Promise<void> {
  const { agents, customers, rate, seconds } = task;
  const startedAt = performance.now();
  const pending: Promise<void>[] = [];
  for (let n = 0; n < rate * seconds; n += 1) {
    const wait = startedAt + (n * 1000) / rate - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    const index = n % tickets.length;
    // Some replies of the customers, then some of the agents.
    const writer = (n >> 3) % 2 ? customers[index] : agents[index % agents.length];
    if (writer) pending.push(reply(nodeOf(task, n), writer, tickets[index] ?? 1));
  }
  await Promise.all(pending);
}

async function reply(url: string, { token }: TestAccount, ticket: number): Promise<void> {
  const key = crypto.randomUUID();
  const startedAt = performance.now();
  sentAt.set(key, startedAt);
  const { status, text } = await sendRequest(`${url}/api/tickets/${ticket}/replies`, {
    method: 'POST',
    token,
    key,
    body: { content: REPLY },
  });
  if (status !== 201) throw new Error(`${status} ${text}`);
  result.responseMs.push(performance.now() - startedAt);
}

/** Waits until no event has arrived for a while. */
async function waitUntilQuiet(): Promise<void> {
  for (let received = -1; received !== result.pushMs.length; ) {
    received = result.pushMs.length;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}

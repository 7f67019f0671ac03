import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../../shared/events.ts';
import type { Random } from '../../cli/sample-data/random.ts';
import { sendRequest, type TestAccount } from '../../testing/server-process.ts';

/** Counters over all simulated visitors. */
export type Counters = { visits: number; writes: number; received: number; refused: number };
/** The server under load with the shared state of all visitors. */
export type ChurnTarget = {
  url: string;
  random: Random;
  counters: Counters;
  tickets: { id: number; owner: number }[];
};

/** Simulates a user who repeatedly connects, views tickets, types, sometimes writes, and disconnects. */
export async function visitRepeatedly(
  target: ChurnTarget,
  account: TestAccount,
  isFinished: () => boolean,
): Promise<void> {
  while (!isFinished()) {
    await visit(target, account);
    await pause(target.random.below(400));
  }
}

async function visit(target: ChurnTarget, account: TestAccount): Promise<void> {
  const { random, counters, url } = target;
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth: { token: account.token, ...(random.chance(0.1) && { after: random.below(20) }) },
    forceNew: true,
    reconnection: false,
    transports: random.chance(0.8) ? ['websocket'] : ['polling', 'websocket'],
  });
  socket.onAny(() => {
    counters.received += 1;
  });
  // Some disconnect before the server emits `ready`.
  if (random.chance(0.9))
    await Promise.race([new Promise<void>((ready) => socket.once('ready', () => ready())), pause(5000)]);
  for (let i = random.below(4); i > 0 && socket.connected; i -= 1)
    await performAction(target, account, socket);
  if (random.chance(0.5)) socket.disconnect();
  else socket.io.engine.close();
  counters.visits += 1;
}

async function performAction(
  target: ChurnTarget,
  account: TestAccount,
  socket: Socket<ServerToClient, ClientToServer>,
): Promise<void> {
  const { random, tickets } = target;
  const visible = tickets.filter(({ owner }) => account.role === 'agent' || owner === account.id);
  const id = visible.length > 0 ? random.pick(visible).id : 0;
  const emit = (event: 'ticket:view' | 'ticket:leave' | 'ticket:typing', payload: unknown) =>
    socket
      .timeout(5000)
      .emitWithAck(event, payload as never)
      .catch(() => null);
  if (id > 0 && random.chance(0.5)) await emit('ticket:view', id);
  if (id > 0 && random.chance(0.3)) await emit('ticket:typing', { id, internal: random.chance(0.3) });
  if (id > 0 && random.chance(0.2)) await emit('ticket:leave', id);
  if (id > 0 && random.chance(0.3))
    await write(target, account, `/api/tickets/${id}/replies`, { content: 'Hello again.' });
  else if (account.role === 'customer' && random.chance(0.02))
    await write(target, account, '/api/tickets', DRAFT);
  else await sendRequest(`${target.url}/api/tickets?limit=20`, { token: account.token });
}

const DRAFT = { subject: 'It happened again', description: 'It broke the same way yesterday.' };

/** Sends a write, which the rate limits may refuse. */
export async function write(
  { url, counters, tickets }: ChurnTarget,
  { id, token }: TestAccount,
  path: string,
  body: object,
) {
  const { status, body: created } = await sendRequest(url + path, { method: 'POST', token, body });
  if (status === 429) counters.refused += 1;
  else if (status !== 201) throw new Error(`${path}: ${status}`);
  else {
    counters.writes += 1;
    if (path === '/api/tickets') tickets.push({ id: Number(created.id), owner: id });
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../shared/events.ts';
import { type Random, sendRequest, type TestAccount } from '../testing/server-process.ts';

/** What all visitors together did. */
export type Tally = { visits: number; writes: number; heard: number; refused: number };
export type Desk = { url: string; random: Random; tally: Tally; tickets: { id: number; owner: number }[] };

/** Comes, looks, types, writes now and then, and goes in one of the ways in which browsers go; again and again. */
export async function comeAndGo(app: Desk, person: TestAccount, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await visit(app, person);
    await pause(app.random.below(400));
  }
}

async function visit(app: Desk, person: TestAccount): Promise<void> {
  const { random, tally, url } = app;
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth: { token: person.token, ...(random.chance(0.1) && { after: random.below(20) }) },
    forceNew: true,
    reconnection: false,
    transports: random.chance(0.8) ? ['websocket'] : ['polling', 'websocket'],
  });
  socket.onAny(() => {
    tally.heard += 1;
  });
  // Some leave before they have arrived.
  if (random.chance(0.9))
    await Promise.race([new Promise<void>((ready) => socket.once('ready', () => ready())), pause(5000)]);
  for (let i = random.below(4); i > 0 && socket.connected; i -= 1) await act(app, person, socket);
  if (random.chance(0.5)) socket.disconnect();
  else socket.io.engine.close();
  tally.visits += 1;
}

async function act(
  app: Desk,
  person: TestAccount,
  socket: Socket<ServerToClient, ClientToServer>,
): Promise<void> {
  const { random, tickets } = app;
  const seen = tickets.filter(({ owner }) => person.role === 'agent' || owner === person.id);
  const id = seen.length > 0 ? random.pick(seen).id : 0;
  const emit = (event: 'ticket:view' | 'ticket:leave' | 'ticket:typing', said: unknown) =>
    socket
      .timeout(5000)
      .emitWithAck(event, said as never)
      .catch(() => null);
  if (id > 0 && random.chance(0.5)) await emit('ticket:view', id);
  if (id > 0 && random.chance(0.3)) await emit('ticket:typing', { id, internal: random.chance(0.3) });
  if (id > 0 && random.chance(0.2)) await emit('ticket:leave', id);
  if (id > 0 && random.chance(0.3))
    await write(app, person, `/api/tickets/${id}/replies`, { content: 'Hello again.' });
  else if (person.role === 'customer' && random.chance(0.02)) await write(app, person, '/api/tickets', DRAFT);
  else await sendRequest(`${app.url}/api/tickets?limit=20`, { token: person.token });
}

const DRAFT = { subject: 'It happened again', description: 'Just as yesterday.' };

/** A write, which the limits may refuse. */
export async function write(
  { url, tally, tickets }: Desk,
  { id, token }: TestAccount,
  path: string,
  body: object,
) {
  const { status, body: made } = await sendRequest(url + path, { method: 'POST', token, body });
  if (status === 429) tally.refused += 1;
  else if (status !== 201) throw new Error(`${path}: ${status}`);
  else {
    tally.writes += 1;
    if (path === '/api/tickets') tickets.push({ id: Number(made.id), owner: id });
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../shared/events.ts';
import { type Dice, type Person, send } from '../testing/process.ts';

/** What all visitors together did. */
export type Tally = { visits: number; writes: number; heard: number; refused: number };
export type Desk = { url: string; dice: Dice; tally: Tally; tickets: { id: number; owner: number }[] };

/** Comes, looks, types, writes now and then, and goes in one of the ways in which browsers go; again and again. */
export async function comeAndGo(desk: Desk, person: Person, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await visit(desk, person);
    await pause(desk.dice.below(400));
  }
}

async function visit(desk: Desk, person: Person): Promise<void> {
  const { dice, tally, url } = desk;
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth: { token: person.token, ...(dice.chance(0.1) && { after: dice.below(20) }) },
    forceNew: true,
    reconnection: false,
    transports: dice.chance(0.8) ? ['websocket'] : ['polling', 'websocket'],
  });
  socket.onAny(() => {
    tally.heard += 1;
  });
  // Some leave before they have arrived.
  if (dice.chance(0.9))
    await Promise.race([new Promise<void>((ready) => socket.once('ready', () => ready())), pause(5000)]);
  for (let i = dice.below(4); i > 0 && socket.connected; i -= 1) await act(desk, person, socket);
  if (dice.chance(0.5)) socket.disconnect();
  else socket.io.engine.close();
  tally.visits += 1;
}

async function act(
  desk: Desk,
  person: Person,
  socket: Socket<ServerToClient, ClientToServer>,
): Promise<void> {
  const { dice, tickets } = desk;
  const seen = tickets.filter(({ owner }) => person.role === 'agent' || owner === person.id);
  const id = seen.length > 0 ? dice.pick(seen).id : 0;
  const emit = (event: 'ticket:view' | 'ticket:leave' | 'ticket:typing', said: unknown) =>
    socket
      .timeout(5000)
      .emitWithAck(event, said as never)
      .catch(() => null);
  if (id > 0 && dice.chance(0.5)) await emit('ticket:view', id);
  if (id > 0 && dice.chance(0.3)) await emit('ticket:typing', { id, internal: dice.chance(0.3) });
  if (id > 0 && dice.chance(0.2)) await emit('ticket:leave', id);
  if (id > 0 && dice.chance(0.3))
    await write(desk, person, `/api/tickets/${id}/replies`, { content: 'Hello again.' });
  else if (person.role === 'customer' && dice.chance(0.02)) await write(desk, person, '/api/tickets', DRAFT);
  else await send(`${desk.url}/api/tickets?limit=20`, { token: person.token });
}

const DRAFT = { subject: 'It happened again', description: 'Just as yesterday.' };

/** A write, which the limits may refuse. */
export async function write(
  { url, tally, tickets }: Desk,
  { id, token }: Person,
  path: string,
  body: object,
) {
  const { status, body: made } = await send(url + path, { method: 'POST', token, body });
  if (status === 429) tally.refused += 1;
  else if (status !== 201) throw new Error(`${path}: ${status}`);
  else {
    tally.writes += 1;
    if (path === '/api/tickets') tickets.push({ id: Number(made.id), owner: id });
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { type ClientToServer, Handshake, type ServerToClient } from '../../shared/events.ts';
import type { Actor } from '../../shared/policy.ts';
import { loadActor } from '../auth/sessions.ts';
import type { Claims, Tokens } from '../auth/tokens.ts';
import type { Config } from '../config.ts';
import type { Orm } from '../db/orm.ts';
import { fieldErrors, invalid, toRefusal, unauthenticated } from '../errors.ts';
import { isOurOrigin } from '../http/origin.ts';
import { seeTicket } from '../tickets/queries.ts';
import { createPresence } from './presence.ts';
import { startRelay } from './relay.ts';
import { type Known, replay } from './replay.ts';
import { listenSafely } from './safely.ts';

type Data = { actor: Actor; claims: Claims; known: Known };
type DeskSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Data>;
type Parts = {
  http: HttpServer;
  orm: Orm;
  tokens: Tokens;
  config: Config;
  log: Logger;
  /** The name of this database's log. */
  logName: string;
  build: string;
};

const ROOM = {
  agents: 'agents',
  customer: (id: number) => `customer:${id}`,
  user: (id: number) => `user:${id}`,
  session: (id: string) => `session:${id}`,
} as const;

export type Realtime = Awaited<ReturnType<typeof startRealtime>>;

/** Sockets in rooms the server chooses, fed by the relay and by nothing else. */
export async function startRealtime({ http, orm, tokens, config, log, logName, build }: Parts) {
  const io = new Server<ClientToServer, ServerToClient, DefaultEventsMap, Data>(http, {
    serveClient: false,
    maxHttpBufferSize: 64 * 1024,
    connectTimeout: 10_000,
    // Together under 25 s: by then both sides know that the other is gone.
    pingInterval: 12_000,
    pingTimeout: 10_000,
    cors: { origin: [...config.corsOrigins] },
    allowRequest: (request, decide) => {
      const ours = isOurOrigin(request.headers.origin, request.headers.host, config);
      decide(ours ? null : 'Foreign origin', ours);
    },
  });
  const unexpected = (err: unknown) => log.error({ err }, 'socket');
  const relay = await startRelay(
    orm,
    {
      agents: (event) => io.to(ROOM.agents).emit(event.type, event),
      customer: (id, event) => io.to(ROOM.customer(id)).emit(event.type, event),
    },
    log,
  );
  const presence = createPresence({
    agents: (state) => io.to(ROOM.agents).emit('presence', state),
    customer: (id, state) => io.to(ROOM.customer(id)).emit('presence', state),
  });

  io.use(async (socket, next) => {
    try {
      socket.data = await identify(socket.handshake.auth);
      next();
    } catch (error) {
      const problem = toRefusal(error).toProblem(`socket:${socket.id}`);
      next(Object.assign(new Error(problem.detail), { data: problem }));
    }
  });

  io.on('connection', (socket) => {
    obey(socket);
    welcome(socket).catch((error) => {
      if (toRefusal(error).code !== 'unauthenticated') unexpected(error);
      socket.disconnect(true);
    });
  });

  /** Who connects: the same verification as on HTTP. */
  async function identify(auth: unknown): Promise<Data> {
    const shake = Handshake.safeParse(auth);
    if (!shake.success) {
      const fields = fieldErrors(shake.error);
      throw fields.some(({ path }) => path === 'token' || path === '') ? unauthenticated() : invalid(fields);
    }
    const { token, ...known } = shake.data;
    const claims = tokens.verify(token);
    return { actor: await loadActor(orm.em.fork(), claims), claims, known };
  }

  async function welcome(socket: DeskSocket): Promise<void> {
    const { actor, claims, known } = socket.data;
    socket.join([ROOM.session(claims.sessionId), ROOM.user(actor.id)]);
    // Asked again now that a sign-out would cut this socket: none can have slipped in between.
    await loadActor(orm.em.fork(), claims);
    await replay(orm, relay, logName, actor, known, {
      event: (event) => socket.emit(event.type, event),
      stale: (seq) => socket.emit('stale', { seq }),
      live(seq) {
        socket.join(actor.role === 'agent' ? ROOM.agents : ROOM.customer(actor.id));
        socket.emit('ready', { seq, log: logName, build });
        if (actor.role === 'agent') for (const state of presence.snapshot()) socket.emit('presence', state);
      },
      isGone: () => !socket.connected,
    });
  }

  /** What a client may say. Each message asks anew what its sender may see. */
  function obey(socket: DeskSocket): void {
    const { actor } = socket.data;
    const on = listenSafely(socket, unexpected);
    let expiry = expireAt(socket, socket.data.claims);

    on('ticket:view', TicketId, async (id) => {
      const { customerId } = await seeNow(socket, id);
      if (actor.role === 'agent') presence.view(socket.id, actor, id, customerId);
      else if (presence.isAnswered(id)) socket.emit('presence', { ticketId: id, replying: true });
    });
    on('ticket:leave', TicketId, (id) => presence.leave(socket.id, id));
    on('ticket:typing', Typing, async ({ id, internal }) => {
      const { customerId } = await seeNow(socket, id);
      if (actor.role === 'agent') presence.type(socket.id, actor, id, customerId, internal);
    });
    on('session:renew', Renewal, async ({ token }) => {
      const claims = tokens.verify(token);
      await loadActor(orm.em.fork(), claims);
      const { userId, sessionId } = socket.data.claims;
      if (claims.userId !== userId || claims.sessionId !== sessionId) throw unauthenticated();
      socket.data.claims = claims;
      clearTimeout(expiry);
      expiry = expireAt(socket, claims);
    });
    socket.on('disconnect', () => {
      clearTimeout(expiry);
      presence.leave(socket.id);
    });
  }

  /** 401 if the session is over by now, 404 if the ticket is not the sender's to see. */
  async function seeNow(socket: DeskSocket, id: number): Promise<{ customerId: number }> {
    const em = orm.em.fork();
    return seeTicket(em, await loadActor(em, socket.data.claims), id);
  }

  return {
    relay,
    /** The reader's own sockets, on whatever device. */
    tellRead: (userId: number, mark: { ticketId: number; upTo: string | null }) =>
      io.to(ROOM.user(userId)).emit('read', mark),
    /** The session is over: so are its sockets, at once. */
    cut: (sessionId: string) => io.in(ROOM.session(sessionId)).disconnectSockets(true),
    async close() {
      presence.stop();
      await relay.stop();
      await io.close();
    },
  };
}

const TicketId = z.int().positive();
const Typing = z.strictObject({ id: TicketId, internal: z.boolean() });
const Renewal = z.strictObject({ token: z.string().max(4096) });

/** When the token ends so does the socket, with a word of warning; clamped, since longer timers fire at once. */
function expireAt(socket: DeskSocket, { expiresAt }: Claims): NodeJS.Timeout {
  const left = Math.min(Math.max(0, expiresAt * 1000 - Date.now()), 2 ** 31 - 1);
  return setTimeout(() => {
    socket.emit('session:expired');
    socket.disconnect(true);
  }, left);
}

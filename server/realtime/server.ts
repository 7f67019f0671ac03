import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { Handshake } from '../../shared/events.ts';
import { loadActor } from '../auth/sessions.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { Config } from '../config.ts';
import type { Orm } from '../db/orm.ts';
import { fieldErrors, invalid, rateLimited, toApiError, unauthenticated } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { isOurOrigin } from '../origin.ts';
import { handleClientMessages } from './client-messages.ts';
import { createFairScheduler } from './fair-scheduler.ts';
import { createPresence } from './presence.ts';
import { startRelay } from './relay.ts';
import { replay } from './replay.ts';
import { type DeskServer, ROOM, type ServerSocket } from './rooms.ts';
import { cutSlowConsumers, waitForDrain } from './slow-consumers.ts';
import { countUnknownCallers } from './unauthenticated-connections.ts';

type Parts = {
  http: HttpServer;
  orm: Orm;
  tokens: Tokens;
  config: Config;
  limits: Limits;
  log: Logger;
  /** The name of this database's log. */
  logName: string;
  build: string;
};

/** Tabs and devices of one person. */
const MOST_SOCKETS = 20;
const PING_SECONDS = 12;

export type Realtime = Awaited<ReturnType<typeof startRealtime>>;

/** Sockets in rooms the server chooses, fed by the relay and by nothing else. */
export async function startRealtime({ http, orm, tokens, config, limits, log, logName, build }: Parts) {
  const io: DeskServer = new Server(http, {
    serveClient: false,
    maxHttpBufferSize: 64 * 1024,
    connectTimeout: 10_000,
    // Together under 25 s: by then both sides know that the other is gone.
    pingInterval: PING_SECONDS * 1000,
    pingTimeout: 10_000,
    perMessageDeflate: false,
    cors: { origin: [...config.corsOrigins] },
    allowRequest: (request, decide) => {
      const ours = isOurOrigin(request.headers.origin, request.headers.host, config);
      decide(ours ? null : 'Foreign origin', ours && !unknownCallers.areTooMany(request));
    },
  });
  const unknownCallers = countUnknownCallers(io, config);
  const unexpected = (err: unknown) => log.error({ err }, 'socket');
  const relay = await startRelay(
    orm,
    {
      agents: (event) => {
        io.to(ROOM.agents).emit(event.type, event);
        if (event.type === 'reply.created') presence.clearTyping(event.ticketId, event.actor.id);
      },
      customer: (id, event) => io.to(ROOM.customer(id)).emit(event.type, event),
    },
    log,
  );
  const stopCutting = cutSlowConsumers(io);
  const presence = createPresence({
    agents: (state) => io.to(ROOM.agents).emit('presence', state),
    customer: (id, state) => io.to(ROOM.customer(id)).emit('presence', state),
  });

  const turn = createFairScheduler();
  io.use(async (socket, next) => {
    try {
      await turn();
      socket.data = await identify(socket.handshake.auth);
      next();
    } catch (error) {
      const problem = toApiError(error).toProblem(`socket:${socket.id}`);
      next(Object.assign(new Error(problem.detail), { data: problem }));
    }
  });

  const boundConnections = new WeakSet<ServerSocket['conn']>();
  io.on('connection', (socket) => {
    // Two CONNECTs in a row are two sockets on one connection to Socket.IO, and each event would come twice.
    if (boundConnections.has(socket.conn)) return socket.conn.close();
    boundConnections.add(socket.conn);
    unknownCallers.markAuthenticated(socket.conn);
    // Whoever leaves hangs up: nobody keeps a line that counts as nobody's.
    socket.on('disconnect', (reason) => reason === 'client namespace disconnect' && socket.conn.close());
    handleClientMessages(socket, { orm, tokens, presence, limits, unexpected });
    startSession(socket).catch((error) => {
      if (toApiError(error).code !== 'unauthenticated') unexpected(error);
      socket.disconnect(true);
    });
  });

  /** Who connects: the same verification as on HTTP. */
  async function identify(auth: unknown): Promise<ServerSocket['data']> {
    const shake = Handshake.safeParse(auth);
    if (!shake.success) {
      const fields = fieldErrors(shake.error);
      throw fields.some(({ path }) => path === 'token' || path === '') ? unauthenticated() : invalid(fields);
    }
    const { token, ...known } = shake.data;
    const claims = tokens.verify(token);
    const actor = await loadActor(orm.em.fork(), claims);
    const open = io.sockets.adapter.rooms.get(ROOM.user(actor.id))?.size ?? 0;
    if (config.rateLimits && open >= MOST_SOCKETS) throw rateLimited(PING_SECONDS);
    return { actor, claims, known };
  }

  async function startSession(socket: ServerSocket): Promise<void> {
    const { actor, claims, known } = socket.data;
    socket.join([ROOM.session(claims.sessionId), ROOM.user(actor.id)]);
    await turn();
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
      drained: () => waitForDrain(socket),
      isGone: () => !socket.connected,
    });
  }

  return {
    relay,
    /** How many are connected. */
    sockets: () => io.engine.clientsCount,
    /** The reader's own sockets, on whatever device. */
    broadcastReadMark: (userId: number, mark: { ticketId: number; upTo: string | null }) =>
      io.to(ROOM.user(userId)).emit('read', mark),
    /** The session is over: so are its sockets, at once. */
    disconnectSession(sessionId: string) {
      const sockets = io.in(ROOM.session(sessionId));
      sockets.emit('session:expired');
      sockets.disconnectSockets(true);
    },
    async close() {
      presence.stop();
      stopCutting();
      await relay.stop();
      await io.close();
    },
  };
}

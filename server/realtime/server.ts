import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { loadActor } from '../auth/sessions.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { Config } from '../config.ts';
import type { Orm } from '../db/orm.ts';
import { toApiError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { isOurOrigin } from '../origin.ts';
import { handleClientMessages } from './client-messages.ts';
import { type Cluster, sharePresence } from './cluster.ts';
import { disconnectSession } from './disconnect-session.ts';
import { createFairScheduler } from './fair-scheduler.ts';
import { createIdentification, PING_INTERVAL_SECONDS } from './identification.ts';
import { limitPackets } from './packet-budget.ts';
import { createPresence } from './presence.ts';
import { startRelay } from './relay.ts';
import { replay } from './replay.ts';
import { ROOM, type ServerSocket, type SocketServer } from './rooms.ts';
import { cutSlowConsumers, waitForDrain } from './slow-consumers.ts';
import { countUnauthenticatedConnections } from './unauthenticated-connections.ts';

type Dependencies = {
  http: HttpServer;
  orm: Orm;
  tokens: Tokens;
  config: Config;
  limits: Limits;
  log: Logger;
  /** Identifies this database's log to clients. */
  logId: string;
  build: string;
  cluster: Cluster;
};

export type Realtime = Awaited<ReturnType<typeof startRealtime>>;

/** Starts Socket.IO. The server alone joins sockets to rooms; the relay alone emits events to them. */
export async function startRealtime(dependencies: Dependencies) {
  const { http, orm, tokens, config, limits, log, logId, build, cluster } = dependencies;
  const io: SocketServer = new Server(http, {
    serveClient: false,
    maxHttpBufferSize: 64 * 1024,
    connectTimeout: 10_000,
    // Together under 25 s, in which each side detects that the other is gone.
    pingInterval: PING_INTERVAL_SECONDS * 1000,
    pingTimeout: 10_000,
    perMessageDeflate: false,
    cors: { origin: [...config.corsOrigins] },
    allowRequest: (request, decide) => {
      const isOurs = isOurOrigin(request.headers.origin, request.headers.host, config);
      decide(isOurs ? null : 'Foreign origin', isOurs && !pending.isAtLimit(request));
    },
  });
  const pending = countUnauthenticatedConnections(io, config);
  const packets = limitPackets(io, config);
  const unexpected = (err: unknown) => log.error({ err }, 'socket');
  const relay = await startRelay(
    orm,
    {
      agents: (event) => {
        io.to(ROOM.agents).emit(event.type, event);
        if (event.type === 'reply.created') presence.clearTyping(event.ticketId, event.actor.id);
      },
      customer: (id, event) => io.to(ROOM.customer(id)).emit(event.type, event),
      agentsStale: (seq) => io.to(ROOM.agents).emit('stale', { seq }),
      customerStale: (id, seq) => io.to(ROOM.customer(id)).emit('stale', { seq }),
    },
    log,
  );
  const stopCutting = cutSlowConsumers(io);
  const presence = createPresence({
    agents: (state) => io.to(ROOM.agents).emit('presence', state),
    customer: (id, state) => io.to(ROOM.customer(id)).emit('presence', state),
  });

  const shared = sharePresence(presence, cluster);
  const emitReadMark = (userId: number, mark: { ticketId: number; upTo: string | null }) =>
    io.to(ROOM.user(userId)).emit('read', mark);

  cluster.onMessage((message) => {
    switch (message.type) {
      case 'written':
        return relay.notify();
      case 'reconnected':
        return void checkSessions().catch(unexpected);
      case 'session-ended':
        return disconnectSession(io, message.sessionId);
      case 'read':
        return void emitReadMark(message.userId, { ticketId: message.ticketId, upTo: message.upTo });
      case 'viewing':
        return presence.view(message.socketId, message.user, message.ticketId, message.customerId);
      case 'typing': {
        const { socketId, user, ticketId, customerId, internal } = message;
        return presence.type(socketId, user, ticketId, customerId, internal);
      }
      case 'left':
        return void presence.leave(message.socketId, message.ticketId);
    }
  });

  /** Disconnects the sockets of sessions that have ended. */
  async function checkSessions(): Promise<void> {
    for (const { data } of [...io.sockets.sockets.values()])
      await loadActor(orm.em.getKysely(), data.claims).catch((error) => {
        if (toApiError(error).code !== 'unauthenticated') throw error;
        disconnectSession(io, data.claims.sessionId);
      });
  }

  const scheduler = createFairScheduler();
  const identify = createIdentification({ io, scheduler, orm, tokens, limits, config });
  io.use(async (socket, next) => {
    try {
      socket.data = await identify(socket);
      next();
    } catch (error) {
      const problem = toApiError(error).toProblem(`socket:${socket.id}`);
      next(Object.assign(new Error(problem.detail), { data: problem }));
    }
  });

  const boundConnections = new WeakSet<ServerSocket['conn']>();
  io.on('connection', (socket) => {
    // Socket.IO makes two sockets of two CONNECT packets on one connection, and would send each event twice.
    if (boundConnections.has(socket.conn)) return socket.conn.close();
    boundConnections.add(socket.conn);
    pending.markAuthenticated(socket.conn);
    packets.markAuthenticated(socket.conn);
    // Close the transport on client disconnect; otherwise it keeps an unauthenticated-connection slot.
    socket.on('disconnect', (reason) => reason === 'client namespace disconnect' && socket.conn.close());
    handleClientMessages(socket, { orm, tokens, presence: shared, limits, unexpected });
    startSession(socket).catch((error) => {
      if (toApiError(error).code !== 'unauthenticated') unexpected(error);
      socket.disconnect(true);
    });
  });

  async function startSession(socket: ServerSocket): Promise<void> {
    const { actor, claims, position, presenceSnapshot } = socket.data;
    socket.join([ROOM.session(claims.sessionId), ROOM.user(actor.id)]);
    await scheduler.waitForTurn(() => !socket.connected);
    // Check again now that a sign-out would cut this socket: one may have come before it joined its session's room.
    await loadActor(orm.em.fork(), claims);
    await replay({ orm, relay, logId }, actor, position, {
      event: (event) => socket.emit(event.type, event),
      stale: (seq) => socket.emit('stale', { seq }),
      live(seq) {
        socket.join(actor.role === 'agent' ? ROOM.agents : ROOM.customer(actor.id));
        socket.emit('ready', { seq, log: logId, build });
        if (actor.role === 'agent' && presenceSnapshot)
          socket.emit('presence:snapshot', { tickets: presence.snapshot() });
      },
      waitForDrain: () => waitForDrain(socket),
      isGone: () => !socket.connected,
    });
    if (actor.role === 'agent' && !presenceSnapshot) await sendPresence(socket);
  }

  /**
   * Sends the presence ticket by ticket, no faster than the socket reads. Each state is read when it is sent: the socket
   * receives every change meanwhile, and must not receive an older state after it.
   */
  async function sendPresence(socket: ServerSocket): Promise<void> {
    for (const { ticketId } of presence.snapshot()) {
      await waitForDrain(socket);
      const state = presence.viewersOf(ticketId);
      if (state.viewers.length > 0) socket.emit('presence', state);
    }
  }

  return {
    relay,
    /** The number of connected clients. */
    sockets: () => io.engine.clientsCount,
    /** Emits a read mark to all sockets of its user. */
    broadcastReadMark(userId: number, mark: { ticketId: number; upTo: string | null }): void {
      emitReadMark(userId, mark);
      cluster.publish({ type: 'read', userId, ...mark });
    },
    /** Disconnects the sockets of a session that has ended. */
    disconnectSession(sessionId: string): void {
      disconnectSession(io, sessionId);
      cluster.publish({ type: 'session-ended', sessionId });
    },
    async close() {
      presence.stop();
      stopCutting();
      await relay.stop();
      await io.close();
    },
  };
}

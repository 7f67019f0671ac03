import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import type { ServerSocket, SocketServer } from './rooms.ts';

const MINUTE_MS = 60_000;
/** A client needs three: the probe of an upgrade, a CONNECT, and one pong if the server is busy. */
const MAX_PACKETS_BEFORE_SIGN_IN = 10;
const MAX_PACKETS_PER_MINUTE = 600;
/** WebSocket frames of any kind. More than two minutes' packets: the minutes of the two limits begin at different times. */
const MAX_FRAMES_PER_MINUTE = 2000;

type Connection = ServerSocket['conn'];
/** The seams into Engine.IO: it types the `ws` socket of a transport and of a request private. */
type Terminable = { terminate: () => void };
type WithWebSocket = { socket?: Partial<Terminable> };
type WebSocketRequest = IncomingMessage & { websocket?: NodeJS.EventEmitter & Terminable };

/**
 * Closes connections that send more Engine.IO packets than a client needs. Every received packet counts, whatever its
 * type or namespace: the limits leave room for the five pongs a minute of a client that only listens.
 */
export function limitPackets(io: SocketServer, { rateLimits }: Config) {
  const signIns = new WeakMap<Connection, () => void>();

  io.engine.on('connection', (conn: Connection) => {
    let count = createWindow(MAX_PACKETS_BEFORE_SIGN_IN, Number.POSITIVE_INFINITY);
    let probing: WithWebSocket | undefined;
    const spend = () => {
      if (count()) return;
      const transports = [conn.transport as WithWebSocket, probing];
      conn.close(true);
      // A closed WebSocket is read until the client closes it too, or for 30 seconds: this one must end now.
      for (const transport of transports) transport?.socket?.terminate?.();
    };
    conn.on('packet', spend);
    // The probes of an upgrade come on the new transport, where they are no packets of the connection.
    conn.on('upgrading', (transport: WithWebSocket) => {
      probing = transport;
      spend();
    });
    signIns.set(conn, () => {
      count = rateLimits ? createWindow(MAX_PACKETS_PER_MINUTE, MINUTE_MS) : () => true;
    });
  });

  limitFrames(io, rateLimits ? ['ping', 'pong', 'message'] : ['ping', 'pong']);

  return {
    /** The connection is signed in: the limit per minute begins. */
    markAuthenticated: (conn: Connection) => signIns.get(conn)?.(),
  };
}

/**
 * Ends WebSockets that send too many frames of these kinds. Some are no packets of a connection: pings, which `ws`
 * answers by itself, and messages on a WebSocket that is closing or that never became a transport.
 */
function limitFrames(io: SocketServer, kinds: string[]): void {
  io.engine.on('headers', (_headers: object, request: WebSocketRequest) => {
    // Engine.IO sets `websocket` after this event, in the same tick.
    queueMicrotask(() => {
      const { websocket } = request;
      const count = createWindow(MAX_FRAMES_PER_MINUTE, MINUTE_MS);
      const spend = () => {
        if (!count()) websocket?.terminate();
      };
      for (const kind of kinds) websocket?.on(kind, spend);
    });
  });
}

/** Counts uses within windows of `durationMs`. False when there were more than `max` in the current one. */
function createWindow(max: number, durationMs: number): () => boolean {
  let startedAt = performance.now();
  let used = 0;
  return () => {
    const now = performance.now();
    if (now - startedAt >= durationMs) [startedAt, used] = [now, 0];
    used += 1;
    return used <= max;
  };
}

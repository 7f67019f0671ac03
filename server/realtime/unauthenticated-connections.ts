import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { addressKey, addressOf } from '../limits/client-address.ts';
import type { ServerSocket, SocketServer } from './rooms.ts';

/** Per address: twice an office of a thousand clients that reconnect at once behind one address. */
const MAX_UNAUTHENTICATED_CONNECTIONS = 2000;

/**
 * Counts the open connections of each address on which no user is authenticated yet. A connection counts until
 * authentication, until it closes, or until `connectTimeout` closes it.
 */
export function countUnauthenticatedConnections(io: SocketServer, { rateLimits, trustedProxies }: Config) {
  const counts = new Map<string, number>();
  const releases = new WeakMap<ServerSocket['conn'], () => void>();
  const keyOf = (request: IncomingMessage) => addressKey(addressOf(request, trustedProxies));

  io.engine.on('connection', (conn: ServerSocket['conn']) => {
    const key = keyOf(conn.request);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const release = () => {
      if (!releases.delete(conn)) return;
      const left = (counts.get(key) ?? 1) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    };
    releases.set(conn, release);
    conn.once('close', release);
  });

  return {
    /** Whether the request's address may open no further connection. */
    isAtLimit: (request: IncomingMessage) =>
      rateLimits && (counts.get(keyOf(request)) ?? 0) >= MAX_UNAUTHENTICATED_CONNECTIONS,
    /** A user is authenticated on this connection: it no longer counts. */
    markAuthenticated: (conn: ServerSocket['conn']) => releases.get(conn)?.(),
  };
}

import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { addressKey, addressOf } from '../limits/client-address.ts';
import type { DeskServer, ServerSocket } from './rooms.ts';

/** Twice an office of a thousand that comes back all at once behind one address. */
const MOST_UNKNOWN = 2000;

/**
 * How many connections of one address nobody has signed in on yet. Each holds its place until somebody does, until it
 * closes, or until `connectTimeout` closes it.
 */
export function countUnknownCallers(io: DeskServer, { rateLimits, trustedProxies }: Config) {
  const unknown = new Map<string, number>();
  const release = new WeakMap<ServerSocket['conn'], () => void>();
  const keyOf = (request: IncomingMessage) => addressKey(addressOf(request, trustedProxies));

  io.engine.on('connection', (conn: ServerSocket['conn']) => {
    const key = keyOf(conn.request);
    unknown.set(key, (unknown.get(key) ?? 0) + 1);
    const leave = () => {
      if (!release.delete(conn)) return;
      const left = (unknown.get(key) ?? 1) - 1;
      if (left > 0) unknown.set(key, left);
      else unknown.delete(key);
    };
    release.set(conn, leave);
    conn.once('close', leave);
  });

  return {
    /** Does this address have too many already to open one more? */
    areTooMany: (request: IncomingMessage) =>
      rateLimits && (unknown.get(keyOf(request)) ?? 0) >= MOST_UNKNOWN,
    /** Somebody has signed in on this one. */
    markAuthenticated: (conn: ServerSocket['conn']) => release.get(conn)?.(),
  };
}

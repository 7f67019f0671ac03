import type { Claims } from '../entities/session.ts';
import { ROOM, type ServerSocket, type SocketServer } from './rooms.ts';

/** Longer timers fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Disconnects the sockets of a session that has ended, after a `session:expired`. */
export function disconnectSession(io: SocketServer, sessionId: string): void {
  const sockets = io.in(ROOM.session(sessionId));
  sockets.emit('session:expired');
  sockets.disconnectSockets(true);
}

/** Disconnects the socket when its token expires, after a `session:expired`. Clear the timer when it is renewed. */
export function disconnectAtExpiry(socket: ServerSocket, { expiresAt }: Claims): NodeJS.Timeout {
  const timeoutMs = Math.min(Math.max(0, expiresAt * 1000 - Date.now()), MAX_TIMEOUT_MS);
  return setTimeout(() => {
    socket.emit('session:expired');
    socket.disconnect(true);
  }, timeoutMs);
}

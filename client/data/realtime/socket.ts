import type { Socket } from 'socket.io-client';
import type { Accessor } from 'solid-js';
import type { ClientToServer, Handshake, ServerToClient } from '../../../shared/events.ts';
import { isOnline } from '../lib/page-lifecycle.ts';

/** The socket, with every event typed on both ends. */
export type ClientSocket = Socket<ServerToClient, ClientToServer>;

/** What presence says to the server: not kept, and lost without harm. */
export type Emitter = {
  isLive: Accessor<boolean>;
  emit: <N extends keyof ClientToServer>(name: N, payload: Parameters<ClientToServer[N]>[0]) => void;
};

/** What a socket says each time it connects. */
export type AuthCallback = (say: (handshake: Handshake) => void) => void;

/**
 * Creates the socket, not connected yet; its code is loaded only after the sign-in. It reconnects without a limit and
 * tries WebSocket before polling: one request instead of five.
 */
export async function createSocket(auth: AuthCallback): Promise<ClientSocket> {
  const { io } = await import('socket.io-client');
  const socket: ClientSocket = io({
    auth,
    autoConnect: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
  // A network that drops WebSocket packets silently causes a time-out instead of an error, and then no second transport
  // is tried. The next attempt starts with polling.
  socket.io.on('error', (error) => {
    if (error.message === 'timeout' && isOnline()) socket.io.opts.transports = ['polling', 'websocket'];
  });
  return socket;
}

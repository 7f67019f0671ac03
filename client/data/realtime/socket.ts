import type { Socket } from 'socket.io-client';
import type { Accessor } from 'solid-js';
import type { ClientToServer, Handshake, ServerToClient } from '../../../shared/events.ts';
import { isOnline } from '../lib/page-lifecycle.ts';

/** The socket, with every event typed on both ends. */
export type ClientSocket = Socket<ServerToClient, ClientToServer>;

/** Emits presence messages. They are not buffered: a lost one is repeated soon. */
export type Emitter = {
  isLive: Accessor<boolean>;
  emit: <N extends keyof ClientToServer>(name: N, payload: Parameters<ClientToServer[N]>[0]) => void;
};

/** Called on each connect; sends the handshake. */
export type AuthCallback = (send: (handshake: Handshake) => void) => void;

/**
 * Creates a socket that is not connected yet and loads its code on first use. It reconnects without a limit and tries
 * WebSocket before polling: one request instead of five.
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
  // A network that drops WebSocket packets silently causes a timeout instead of an error, and then no second transport
  // is tried. The next attempt starts with polling.
  socket.io.on('error', (error) => {
    if (error.message === 'timeout' && isOnline()) socket.io.opts.transports = ['polling', 'websocket'];
  });
  return socket;
}

import type { Socket } from 'socket.io-client';
import type { Accessor } from 'solid-js';
import type { ClientToServer, Handshake, ServerToClient } from '../../shared/events.ts';

/** The socket, with every event typed on both ends. */
export type DeskSocket = Socket<ServerToClient, ClientToServer>;

/** What presence says to the server: not kept, and lost without harm. */
export type Wire = {
  isLive: Accessor<boolean>;
  emit: <N extends keyof ClientToServer>(name: N, payload: Parameters<ClientToServer[N]>[0]) => void;
};

/** What a socket says each time it connects. */
export type Introduce = (say: (handshake: Handshake) => void) => void;

/**
 * Makes the socket, unconnected; its code is loaded only now, after the sign-in. Reconnecting never gives up. WebSocket
 * at once: one request where polling takes five, and no poll left in the air when a session ends; polling is for
 * networks that let no WebSocket through.
 */
export async function dial(auth: Introduce): Promise<DeskSocket> {
  const { io } = await import('socket.io-client');
  return io({
    auth,
    autoConnect: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
}

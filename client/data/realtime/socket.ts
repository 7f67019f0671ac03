import type { Socket } from 'socket.io-client';
import type { Accessor } from 'solid-js';
import type { ClientToServer, Handshake, ServerToClient } from '../../../shared/events.ts';
import { isOnline } from '../lib/page-lifecycle.ts';

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
 * at once: one request where polling takes five, and no poll left in the air when a session ends.
 */
export async function dial(auth: Introduce): Promise<DeskSocket> {
  const { io, WebSocket } = await import('./socket-io.ts');
  const socket: DeskSocket = io({
    auth,
    autoConnect: false,
    transports: [WebSocket],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
  // Some networks let no WebSocket through: after a failure, a try that fails goes on with polling. Where it was
  // swallowed without a no, polling goes first: such a try would never fail.
  const allowPolling = async (swallowed: boolean) => {
    const { Polling } = await import('./polling-transport.ts');
    socket.io.opts.transports = swallowed ? [Polling, WebSocket] : [WebSocket, Polling];
  };
  socket.io.on('error', (error) => {
    if (isOnline()) allowPolling(error.message === 'timeout').catch(() => {});
  });
  return socket;
}

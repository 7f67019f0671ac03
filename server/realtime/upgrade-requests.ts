import type { IncomingMessage } from 'node:http';

/** Socket.IO's default path. Engine.IO compares it the same way. */
const SOCKET_PATH = '/socket.io/';

/**
 * Whether Node passes an upgrade request to Socket.IO. All others are answered as ordinary requests: clients such as
 * `curl --http2` offer an upgrade (`h2c`) with every request, and do without it.
 */
export const isSocketUpgrade = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' && url.startsWith(SOCKET_PATH) && headers.upgrade?.toLowerCase() === 'websocket';

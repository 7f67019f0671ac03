import { once } from 'node:events';
import type { ServerSocket, SocketServer } from './rooms.ts';

const CHECK_INTERVAL_MS = 1000;
/** A socket with more in its buffer is cut: its client reconnects and receives a replay. */
const MAX_BUFFERED_PACKETS = 500;
const MAX_BUFFERED_UNITS = 2_000_000;
/** A replay pauses above this, to not fill the memory for a client that does not read, and to not have it cut. */
const MAX_PACKETS_DURING_REPLAY = 50;
const MAX_UNITS_DURING_REPLAY = 512 * 1024;

/** Disconnects sockets that read slower than they are sent to. Returns a function that stops it. */
export function cutSlowConsumers(io: SocketServer): () => void {
  const timer = setInterval(() => {
    for (const socket of io.sockets.sockets.values()) {
      if (hasBuffered(socket, MAX_BUFFERED_PACKETS, MAX_BUFFERED_UNITS)) cut(socket);
    }
  }, CHECK_INTERVAL_MS);
  return () => clearInterval(timer);
}

/** Closes the connection at once. `disconnect` would first wait until the client has read everything. */
function cut({ conn }: ServerSocket): void {
  // The seam into engine.io's transport: a polling one has no such socket.
  const { socket: webSocket } = conn.transport as { socket?: { terminate: () => void } };
  if (webSocket) webSocket.terminate();
  else conn.close(true);
}

/** Waits until the socket has read most of what it was sent, or is closed. */
export async function waitForDrain(socket: ServerSocket): Promise<void> {
  while (socket.connected && hasBuffered(socket, MAX_PACKETS_DURING_REPLAY, MAX_UNITS_DURING_REPLAY)) {
    const listeners = new AbortController();
    const { signal } = listeners;
    const events = [once(socket.conn, 'drain', { signal }), once(socket.conn, 'close', { signal })];
    // Removes the listener of the event that did not occur.
    await Promise.race(events).finally(() => listeners.abort());
  }
}

/** Whether more packets or UTF-16 units of a socket are not yet handed to the network. */
function hasBuffered({ conn }: ServerSocket, maxPackets: number, maxUnits: number): boolean {
  // Engine.IO documents the buffer but types it private: the one seam.
  const { writeBuffer } = conn as unknown as { writeBuffer: { data?: string }[] };
  const units = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  return writeBuffer.length > maxPackets || units > maxUnits;
}

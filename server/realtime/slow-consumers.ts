import { once } from 'node:events';
import type { DeskServer, ServerSocket } from './rooms.ts';

const LOOK_EVERY_MS = 1000;
/** So many packets waiting for one reader, and it is cut: it comes back by itself and hears what it missed. */
const MOST_WAITING = 500;
/** A replay goes on when fewer than this wait, so that it never fills the memory for somebody who does not read. */
const FEW_WAITING = 50;

/** Cuts sockets that are sent more than they read. Answers how to stop looking. */
export function cutSlowConsumers(io: DeskServer): () => void {
  const timer = setInterval(() => {
    for (const socket of io.sockets.sockets.values()) {
      if (bufferedPackets(socket) > MOST_WAITING) socket.disconnect(true);
    }
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Waits until the socket has read most of what it was sent, or is gone. */
export async function waitForDrain(socket: ServerSocket): Promise<void> {
  while (socket.connected && bufferedPackets(socket) > FEW_WAITING) {
    const heard = new AbortController();
    const { signal } = heard;
    const either = [once(socket.conn, 'drain', { signal }), once(socket.conn, 'close', { signal })];
    // Whichever did not come stops listening too.
    await Promise.race(either).finally(() => heard.abort());
  }
}

/** Packets not yet handed to the network. Engine.IO documents the buffer but types it private: the one seam. */
const bufferedPackets = ({ conn }: ServerSocket): number =>
  (conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;

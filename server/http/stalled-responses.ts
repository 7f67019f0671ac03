import type { Server } from 'node:http';

/** A response that moves no byte for this long is cut. */
const STALLED_AFTER_MS = 30_000;

/**
 * Closes the connection of a response that has begun and moves no byte for a while, because its client does not read:
 * it would hold its memory for ever. Applies to every response, including those of Socket.IO.
 */
export function cutStalledResponses(http: Server, stalledAfterMs = STALLED_AFTER_MS): void {
  http.prependListener('request', (request, response) => {
    // Node restarts this timer with every byte that the socket moves, and when a response ends.
    request.socket.setTimeout(stalledAfterMs);
    response.on('timeout', () => {
      if (response.headersSent) request.socket.destroy();
      else request.socket.setTimeout(stalledAfterMs);
    });
  });
}

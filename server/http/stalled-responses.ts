import type { Server } from 'node:http';

/** A response that moves no byte for this long is cut. */
const STALLED_AFTER_MS = 30_000;
const CHECKS = 5;

/**
 * Closes the connection of a response that has begun and moves no byte for a while, because its client does not read:
 * it would hold its memory for ever. Applies to every response, including those of Socket.IO.
 */
export function cutStalledResponses(http: Server, stalledAfterMs = STALLED_AFTER_MS): void {
  const intervalMs = stalledAfterMs / CHECKS;

  http.prependListener('request', ({ socket }, response) => {
    let idleChecks = 0;
    let checkedAt = 0;
    let written = -1;
    // Node's timer of the socket also restarts when a part of a write leaves, which no public property shows.
    socket.setTimeout(intervalMs);
    response.on('timeout', () => {
      const now = performance.now();
      const hasMoved = now - checkedAt > 1.5 * intervalMs || socket.bytesWritten !== written;
      idleChecks = hasMoved ? 1 : idleChecks + 1;
      checkedAt = now;
      written = socket.bytesWritten;
      if (response.headersSent && idleChecks >= CHECKS) socket.destroy();
      else socket.setTimeout(intervalMs);
    });
  });
}

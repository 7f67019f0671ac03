import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Middleware } from 'koa';

/** Nobody asked anything for this long: whoever keeps a connection has been told to close it. */
const QUIET_MS = 1000;

export type Drain = ReturnType<typeof createDrain>;

/** Lets requests that have begun, or are on their way, come to their end before the process does. */
export function createDrain(http: Server) {
  let underWay = 0;
  let lastBegun = 0;
  let draining = false;

  const countRequests: Middleware = async (ctx, next) => {
    underWay += 1;
    lastBegun = performance.now();
    ctx.res.once('close', () => {
      underWay -= 1;
    });
    await next();
    // A kept-alive connection would go on sending requests to a server that wants to stop.
    if (draining) ctx.set('Connection', 'close');
  };

  return {
    countRequests,
    isDraining: () => draining,
    /** Accepts no new connection, and answers what still comes over the old ones; at most `patience` milliseconds. */
    async drain(patience: number): Promise<void> {
      draining = true;
      // Not `http.close()`, which would also reset kept-alive connections with a request already on the wire.
      NetServer.prototype.close.call(http);
      const begun = performance.now();
      const isQuiet = () => underWay === 0 && performance.now() - lastBegun > QUIET_MS;
      while (!isQuiet() && performance.now() - begun < patience) await pause(20);
      http.closeIdleConnections();
    },
  };
}

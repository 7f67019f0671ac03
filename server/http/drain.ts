import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Middleware } from 'koa';
import { onceClosed } from './once-closed.ts';

/** Without a new request for this long, every kept-alive connection has received `Connection: close`. */
const IDLE_MS = 1000;

export type Drain = ReturnType<typeof createDrain>;

/** Lets the server finish running requests, and those already on the wire, before the process ends. */
export function createDrain(http: Server) {
  let running = 0;
  let lastStart = 0;
  let draining = false;

  const countRequests: Middleware = async (ctx, next) => {
    running += 1;
    lastStart = performance.now();
    onceClosed(ctx.res, () => {
      running -= 1;
    });
    await next();
    // Otherwise a kept-alive connection keeps sending requests during the shutdown.
    if (draining) ctx.set('Connection', 'close');
  };

  return {
    countRequests,
    isDraining: () => draining,
    /** Accepts no new connections and finishes the requests on the open ones; waits at most `timeoutMs`. */
    async drain(timeoutMs: number): Promise<void> {
      draining = true;
      // Not `http.close()`: it would also reset kept-alive connections that have a request on the wire.
      NetServer.prototype.close.call(http);
      const startedAt = performance.now();
      const isIdle = () => running === 0 && performance.now() - lastStart > IDLE_MS;
      while (!isIdle() && performance.now() - startedAt < timeoutMs) await pause(20);
      http.closeIdleConnections();
    },
  };
}

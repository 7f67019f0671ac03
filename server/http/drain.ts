import type { Server } from 'node:http';
import type { Middleware } from 'koa';

export type Drain = ReturnType<typeof createDrain>;

/** Lets requests that have begun come to their end before the process does. */
export function createDrain(http: Server) {
  let underWay = 0;
  let draining = false;

  const countRequests: Middleware = async (ctx, next) => {
    underWay += 1;
    ctx.res.once('close', () => {
      underWay -= 1;
    });
    // A kept-alive connection would go on sending requests to a server that wants to stop.
    if (draining) ctx.set('Connection', 'close');
    await next();
  };

  return {
    countRequests,
    isDraining: () => draining,
    /** Accepts nothing new, and waits for what is under way; at most `patience` milliseconds. */
    async drain(patience: number): Promise<void> {
      draining = true;
      http.close();
      const deadline = performance.now() + patience;
      while (underWay > 0 && performance.now() < deadline) {
        http.closeIdleConnections();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      http.closeIdleConnections();
    },
  };
}

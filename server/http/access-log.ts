import type { Middleware } from 'koa';
import type { Logger } from 'pino';

/** One line a request: who, what, how it ended, how long it took. Never a body, a query, a token or a cookie. */
export const logRequests =
  (log: Logger): Middleware =>
  async (ctx, next) => {
    const begun = performance.now();
    await next();
    const { requestId, actor, problem } = ctx.state;
    const { method, path, status } = ctx;
    const ms = Math.round(performance.now() - begun);
    log.info({ requestId, method, path, status, ms, userId: actor?.id, problem });
  };

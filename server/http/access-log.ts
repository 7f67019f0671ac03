import type { Middleware } from 'koa';
import type { Logger } from 'pino';

/** Logs one entry per request: user, route, result and duration. Never a body, a query, a token or a cookie. */
export const logRequests =
  (log: Logger): Middleware =>
  async (ctx, next) => {
    const startedAt = performance.now();
    await next();
    const { requestId, actor, problem } = ctx.state;
    const { method, path, status } = ctx;
    const ms = Math.round(performance.now() - startedAt);
    log.info({ requestId, method, path, status, ms, userId: actor?.id, problem });
  };

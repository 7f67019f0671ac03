import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type Router from '@koa/router';
import helmet from 'helmet';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { methodNotAllowed, notFound, toApiError } from '../errors.ts';

/** Outermost: names the request, and turns whatever was thrown into the contract's error, headers kept. */
export const handleErrors =
  (log: Logger): Middleware =>
  async (ctx, next) => {
    ctx.state.requestId = randomUUID();
    ctx.set('X-Request-Id', ctx.state.requestId);
    try {
      await next();
    } catch (error) {
      const refusal = toApiError(error);
      const { requestId } = ctx.state;
      ctx.state.problem = refusal.code;
      if (refusal.code === 'internal' || refusal.code === 'unavailable') log.error({ requestId, err: error });
      const problem = refusal.toProblem(requestId);
      ctx.status = problem.status;
      ctx.set(refusal.headers);
      ctx.body = problem;
      ctx.type = 'application/problem+json';
    }
  };

/** Security headers on every answer: errors and files included, and Socket.IO's, which never get to Koa. */
export function setSecurityHeaders(http: Server, { publicUrl }: Config): void {
  const https = publicUrl?.startsWith('https:') ?? false;
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        imgSrc: ["'self'", 'data:'],
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: 'same-origin' },
  });
  http.prependListener('request', (request, response) => set(request, response, () => {}));
}

/** Nothing of the API belongs into a cache. */
export const noStore: Middleware = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store');
  return next();
};

/** A path that exists under another method is a 405 that names the right ones; under /api nothing else exists. */
export const notFoundOrMethodNotAllowed =
  (routers: Router[]): Middleware =>
  (ctx, next) => {
    const layers = routers.flatMap((router) => router.match(ctx.path, ctx.method).path);
    const methods = new Set(layers.flatMap((layer) => layer.methods));
    if (methods.size > 0) throw methodNotAllowed([...methods].join(', '));
    if (isApi(ctx)) throw notFound();
    if (!['GET', 'HEAD'].includes(ctx.method)) throw methodNotAllowed('GET, HEAD');
    return next();
  };

const isApi = (ctx: Context) =>
  /^\/+(api|healthz|readyz|metrics|socket\.io|openapi\.json|docs)\b/i.test(ctx.path);

import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type Router from '@koa/router';
import helmet from 'helmet';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { methodNotAllowed, notFound, toApiError } from '../errors.ts';

/** Replaces a request target that is no URL, such as `http://[`, by a path that is not found: Koa throws where it reads one. */
export const acceptAnyTarget: Middleware = (ctx, next) => {
  try {
    void ctx.path;
  } catch {
    ctx.req.url = UNDECODABLE_PATH;
  }
  return next();
};
const UNDECODABLE_PATH = '/%';

/** The outermost middleware: sets the request id, and responds to thrown errors with an error of the contract. */
export const handleErrors =
  (log: Logger): Middleware =>
  async (ctx, next) => {
    ctx.state.requestId = randomUUID();
    ctx.set('X-Request-Id', ctx.state.requestId);
    try {
      await next();
    } catch (error) {
      const apiError = toApiError(error);
      const { requestId } = ctx.state;
      ctx.state.problem = apiError.code;
      if (apiError.code === 'internal' || apiError.code === 'unavailable')
        log.error({ requestId, err: error });
      const problem = apiError.toProblem(requestId);
      ctx.status = problem.status;
      ctx.set(apiError.headers);
      ctx.body = problem;
      ctx.type = 'application/problem+json';
    }
  };

/** Sets security headers on every response, including those of Socket.IO, which bypass Koa. */
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

/** No response may be cached, except files: they set their own rule when they are found. */
export const noStore: Middleware = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store');
  return next();
};

/** 405 with the allowed methods for a path that exists under another one; 404 for any other path of the API. */
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

import { createServer, type Server } from 'node:http';
import cors from '@koa/cors';
import Router from '@koa/router';
import Koa from 'koa';
import type { Logger } from 'pino';
import { authenticate } from './auth/middleware.ts';
import type { Passwords } from './auth/passwords.ts';
import { authRoutes } from './auth/routes.ts';
import { createSessionCookie } from './auth/session-cookie.ts';
import { signingKey } from './auth/signing-key.ts';
import { createTokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { logId } from './db/migrate.ts';
import type { Orm } from './db/orm.ts';
import { docsRouter } from './docs/swagger-ui.ts';
import { onUnreadableRow } from './events/unreadable-rows.ts';
import { healthRoutes } from './health/routes.ts';
import { logRequests } from './http/access-log.ts';
import { createDrain } from './http/drain.ts';
import { createMetrics } from './http/metrics.ts';
import { handleErrors, noStore, notFoundOrMethodNotAllowed, setSecurityHeaders } from './http/middleware.ts';
import { createServe } from './http/serve.ts';
import { readBuild, serveClient } from './http/static.ts';
import { createLimits } from './limits/limits.ts';
import { startRealtime } from './realtime/server.ts';
import { ticketRoutes } from './tickets/routes.ts';
import { userRoutes } from './users/routes.ts';

const LONGEST_DRAIN_MS = 8000;

/** What a desk is made of; tests bring their own. */
export type Dependencies = { config: Config; orm: Orm; passwords: Passwords; log: Logger };

export type App = {
  http: Server;
  orm: Orm;
  /** Where people find it, once it listens. */
  url: () => string;
  close: () => Promise<void>;
};

/** Composes database, HTTP and realtime into a desk that is not listening yet. */
export async function createApp({ config, orm, passwords, log }: Dependencies): Promise<App> {
  const limitsOfNode = {
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    // How often Node looks whether one of them has passed; left alone, it may forgive half a minute more.
    connectionsCheckingInterval: 5000,
    maxHeaderSize: 16 * 1024,
    // Longer than clients and proxies keep an idle connection: whoever closes first resets the other's next request.
    keepAliveTimeout: 65_000,
  };
  // Listening before Socket.IO does: it passes on what is not its own, but only to whoever was there first.
  const http = createServer(limitsOfNode, (request, response) => answer(request, response));
  const url = () => config.publicUrl ?? localUrl(config, http.address());
  const drain = createDrain(http);
  const tokens = createTokens(signingKey(config), config.tokenTtl);
  const limits = createLimits(config);
  const build = readBuild();
  onUnreadableRow(orm, (seq, err) => log.error({ seq, err }, 'Skipped an event that cannot be read'));
  const realtime = await startRealtime({
    http,
    orm,
    tokens,
    config,
    limits,
    log,
    logId: await logId(orm),
    build,
  });

  setSecurityHeaders(http, config);

  const router = new Router({ sensitive: true, strict: true });
  const serve = createServe(router, {
    orm,
    authenticate: authenticate(tokens, orm),
    onWrite: realtime.relay.notify,
  });
  const signIn = createSessionCookie(config, tokens);
  const { disconnectSession: cut, broadcastReadMark: tellRead } = realtime;
  authRoutes(serve, { config, tokens, signIn, passwords, limits, cut });
  userRoutes(serve, { url, signIn, passwords, limits, cut });
  ticketRoutes(serve, { limits, tellRead });
  healthRoutes(serve, { config, build, isDraining: drain.isDraining });

  const app = new Koa({ proxy: config.trustedProxies > 0, maxIpsCount: config.trustedProxies });
  // Answers cut short by the other side, and the like: problems of requests are answered further in.
  app.on('error', (err) => log.debug({ err }, 'http'));
  const metrics = config.metrics && createMetrics(realtime.sockets, () => realtime.relay.head);
  if (metrics) app.use(metrics.time);
  app.use(drain.countRequests);
  app.use(logRequests(log));
  app.use(handleErrors(log));
  if (config.corsOrigins.length > 0) app.use(allowOrigins(config));
  app.use(noStore);
  const routers = [router];
  if (config.docs) routers.push(docsRouter());
  if (metrics) routers.push(metrics.router);
  for (const one of routers) app.use(one.routes());
  app.use(notFoundOrMethodNotAllowed(routers));
  app.use(serveClient());
  // Last: the callback takes the middleware as it is now.
  const answer = app.callback();

  return {
    http,
    orm,
    url,
    /** Finishes what has begun, then cuts the sockets (clients come back by themselves), then closes the database. */
    async close() {
      await drain.drain(LONGEST_DRAIN_MS);
      await realtime.close();
      await passwords.close();
      await orm.close();
    },
  };
}

/** This machine's own name for the desk. */
function localUrl({ host, port }: Config, bound: ReturnType<Server['address']>): string {
  const listening = bound && typeof bound === 'object' ? bound.port : port;
  return `http://${host === '127.0.0.1' ? 'localhost' : host}:${listening}`;
}

/** Other origins may call only if they are named. */
const allowOrigins = ({ corsOrigins }: Config) =>
  cors({ origin: (ctx) => (corsOrigins.includes(ctx.get('Origin')) ? ctx.get('Origin') : '') });

import { createServer, type Server } from 'node:http';
import cors from '@koa/cors';
import Router from '@koa/router';
import Koa from 'koa';
import type { Logger } from 'pino';
import { createDevices } from './auth/devices.ts';
import { authenticate } from './auth/middleware.ts';
import type { Passwords } from './auth/passwords.ts';
import { startPruning } from './auth/prune-sessions.ts';
import { authRoutes } from './auth/routes.ts';
import { createSessionCookie } from './auth/session-cookie.ts';
import { signingKey } from './auth/signing-key.ts';
import { createTokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { onLongTransaction } from './db/long-transactions.ts';
import { logId } from './db/migrate.ts';
import { sharedPoolOf } from './db/nodes.ts';
import type { Orm } from './db/orm.ts';
import { createBackgroundReader } from './db/sqlite/background-reader.ts';
import { type DatabaseFiles, noDatabaseFiles } from './db/sqlite/file-watch.ts';
import { docsRouter } from './docs/swagger-ui.ts';
import { onUnreadableRow } from './events/unreadable-rows.ts';
import { healthRoutes } from './health/routes.ts';
import { logRequests } from './http/access-log.ts';
import { createDrain } from './http/drain.ts';
import {
  acceptAnyTarget,
  handleErrors,
  noStore,
  notFoundOrMethodNotAllowed,
  setSecurityHeaders,
} from './http/middleware.ts';
import { createServe } from './http/serve.ts';
import { cutStalledResponses } from './http/stalled-responses.ts';
import { readBuild, serveClient } from './http/static.ts';
import { createLimits, type Limits } from './limits/limits.ts';
import { type Cluster, createCluster } from './realtime/cluster.ts';
import { type Realtime, startRealtime } from './realtime/server.ts';
import { isSocketUpgrade } from './realtime/upgrade-requests.ts';
import { ticketRoutes } from './tickets/routes.ts';
import { userRoutes } from './users/routes.ts';

const DRAIN_TIMEOUT_MS = 8000;

/** What the app is built from; tests pass their own. */
export type Dependencies = {
  config: Config;
  orm: Orm;
  passwords: Passwords;
  log: Logger;
  databaseFiles?: DatabaseFiles;
  /** The other nodes that serve this database. */
  cluster?: Cluster;
  /** Overrides after how long a response that moves no byte is cut. */
  stalledAfterMs?: number;
};

export type App = {
  http: Server;
  orm: Orm;
  /** The public URL; call it only while the server listens. */
  url: () => string;
  /** The URL that the server listens on. */
  localUrl: () => string;
  close: () => Promise<void>;
};

/** Composes database, HTTP and realtime into an app that does not listen yet. */
export async function createApp(dependencies: Dependencies): Promise<App> {
  const {
    config,
    orm,
    passwords,
    log,
    databaseFiles = noDatabaseFiles,
    cluster = createCluster(dependencies.orm),
  } = dependencies;
  const serverOptions = {
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    // Node checks the timeouts above this often; the default is 30 s, by which they could be exceeded.
    connectionsCheckingInterval: 5000,
    maxHeaderSize: 16 * 1024,
    // Longer than clients and proxies keep idle connections: the server must not close one that is about to be reused.
    keepAliveTimeout: 65_000,
    shouldUpgradeCallback: isSocketUpgrade,
  };
  // Registered before Socket.IO: it forwards other requests only to listeners that were registered earlier.
  const http = createServer(serverOptions, (request, response) => handleRequest(request, response));
  const localUrl = () => localUrlOf(config, http.address());
  const url = () => config.publicUrl ?? localUrl();
  const drain = createDrain(http);
  const key = signingKey(config);
  const tokens = createTokens(key, config.tokenTtl);
  const limits = createLimits(config, await sharedPoolOf(orm));
  const build = readBuild();
  onUnreadableRow(orm, (seq, err) => log.error({ seq, err }, 'Skipped an event that cannot be read'));
  onLongTransaction(orm, (err) => log.error({ err }, 'A transaction blocks all other writes'));
  const realtime = await startRealtime({
    http,
    orm,
    tokens,
    config,
    limits,
    log,
    logId: await logId(orm),
    build,
    cluster,
  });

  await cluster.start();

  cutStalledResponses(http, dependencies.stalledAfterMs);
  setSecurityHeaders(http, config);

  const router = new Router({ sensitive: true, strict: true });
  const serve = createServe(router, {
    orm,
    authenticate: [...authenticate(tokens, orm), limitRequests(limits)],
    onWrite() {
      databaseFiles.check();
      realtime.relay.notify();
    },
    log,
    rateLimits: config.rateLimits,
  });
  const sessionCookie = createSessionCookie(config, tokens, createDevices(key));
  const pruning = startPruning(orm, log);
  const { disconnectSession, broadcastReadMark } = realtime;
  authRoutes(serve, { config, tokens, sessionCookie, passwords, limits, disconnectSession });
  userRoutes(serve, { url, sessionCookie, passwords, limits, disconnectSession });
  const reader = createBackgroundReader(config.databaseFile);
  ticketRoutes(serve, { limits, reader, rateLimits: config.rateLimits, broadcastReadMark });
  healthRoutes(serve, { config, build, isDraining: drain.isDraining, checkFiles: databaseFiles.check });

  const app = new Koa({ proxy: config.trustedProxies > 0, maxIpsCount: config.trustedProxies });
  // Errors of the connection, such as a response aborted by the client. `handleErrors` handles errors of requests.
  app.on('error', (err) => log.debug({ err }, 'http'));
  const metrics = config.metrics && (await startMetrics(config, realtime));
  app.use(acceptAnyTarget);
  if (metrics) app.use(metrics.time);
  app.use(drain.countRequests);
  app.use(logRequests(log));
  app.use(handleErrors(log));
  if (config.corsOrigins.length > 0) app.use(allowOrigins(config));
  app.use(noStore);
  if (metrics) app.use(metrics.guard);
  const routers = [router];
  if (config.docs) routers.push(docsRouter());
  if (metrics) routers.push(metrics.router);
  for (const mounted of routers) app.use(mounted.routes());
  app.use(notFoundOrMethodNotAllowed(routers));
  app.use(serveClient());
  // Last: the callback contains only the middleware added so far.
  const handleRequest = app.callback();

  return {
    http,
    orm,
    url,
    localUrl,
    /** Finishes running requests, then closes the sockets (clients reconnect), the hash workers and the database. */
    async close() {
      await drain.drain(DRAIN_TIMEOUT_MS);
      await cluster.stop();
      await realtime.close();
      await pruning.stop();
      await passwords.close();
      databaseFiles.stop();
      await reader.close();
      await orm.close();
    },
  };
}

/** Counts each request of a signed-in user; 429 above the limit. */
const limitRequests =
  (limits: Limits): Koa.Middleware =>
  async (ctx, next) => {
    await limits.count('requests', ctx.state.actor.id);
    await next();
  };

/** Loads the metrics library only where it is used. */
async function startMetrics(config: Config, { sockets, relay }: Realtime) {
  const { createMetrics } = await import('./http/metrics.ts');
  return createMetrics(config, sockets, () => relay.head);
}

/** The URL on this machine. */
function localUrlOf({ host, port }: Config, address: ReturnType<Server['address']>): string {
  const boundPort = address && typeof address === 'object' ? address.port : port;
  const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${boundPort}`;
}

/** Allows the other origins that the configuration lists. */
const allowOrigins = ({ corsOrigins }: Config) =>
  cors({ origin: (ctx) => (corsOrigins.includes(ctx.get('Origin')) ? ctx.get('Origin') : '') });

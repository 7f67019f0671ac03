import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from '../config.ts';
import { notFound } from '../errors.ts';

/** Metrics for Prometheus. `sockets` and `relayHead` are read on each scrape. */
export function createMetrics({ metricsToken }: Config, sockets: () => number, relayHead: () => number) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'Duration of requests, by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  addGauge(registry, 'sockets', 'Connected sockets.', sockets);
  addGauge(registry, 'log_head', 'The number of the last event that the relay has emitted.', relayHead);

  const time: Middleware = async (ctx, next) => {
    const stopTimer = requests.startTimer();
    await next();
    // The route's pattern, not the path: each id would become a series.
    stopTimer({ method: ctx.method, route: String(ctx._matchedRoute ?? 'other'), status: ctx.status });
  };
  /** Other clients get the same response as with METRICS=off. */
  const guard: Middleware = (ctx, next) => {
    if (ctx.path === '/metrics' && !mayRead(ctx.req, metricsToken)) throw notFound();
    return next();
  };
  const router = new Router({ sensitive: true, strict: true });
  router.get('/metrics', async (ctx) => {
    ctx.type = registry.contentType;
    ctx.body = await registry.metrics();
  });
  return { time, guard, router };
}

/** With a token: only requests that carry it. Without one: only requests of this machine that no proxy has forwarded. */
function mayRead({ headers, socket }: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return isLoopback(socket.remoteAddress) && !isForwarded(headers);
  const sent = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(hash(sent), hash(token));
}

/** Of equal length, as `timingSafeEqual` requires. */
const hash = (text: string) => createHash('sha256').update(text).digest();

const isLoopback = (address = '') => /^(::ffff:)?127\.|^::1$/.test(address);

/** A proxy on this machine connects from loopback too. Its headers only ever refuse: a client can send them as well. */
const isForwarded = (headers: IncomingMessage['headers']) =>
  ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'].some(
    (name) => headers[name] !== undefined,
  );

function addGauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}

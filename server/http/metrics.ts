import Router from '@koa/router';
import type { Middleware } from 'koa';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics for Prometheus. `sockets` and `relayHead` are read on each scrape. */
export function createMetrics(sockets: () => number, relayHead: () => number) {
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
  const router = new Router({ sensitive: true, strict: true });
  router.get('/metrics', async (ctx) => {
    ctx.type = registry.contentType;
    ctx.body = await registry.metrics();
  });
  return { time, router };
}

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

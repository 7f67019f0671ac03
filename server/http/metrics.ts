import Router from '@koa/router';
import type { Middleware } from 'koa';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a running desk counts, for Prometheus. `sockets` and `head` are asked when somebody looks. */
export function createMetrics(sockets: () => number, head: () => number) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  ask(registry, 'sockets', 'Connected sockets.', sockets);
  ask(registry, 'log_head', 'The number of the last event that was told.', head);

  const time: Middleware = async (ctx, next) => {
    const stop = requests.startTimer();
    await next();
    // The route's pattern, never the path: ids would make a series each.
    stop({ method: ctx.method, route: String(ctx._matchedRoute ?? 'other'), status: ctx.status });
  };
  const router = new Router({ sensitive: true, strict: true });
  router.get('/metrics', async (ctx) => {
    ctx.type = registry.contentType;
    ctx.body = await registry.metrics();
  });
  return { time, router };
}

function ask(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}

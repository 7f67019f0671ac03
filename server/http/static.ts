import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Middleware } from 'koa';
import send from 'koa-send';
import { notFound } from '../errors.ts';

const ROOT = path.join(import.meta.dirname, '../../dist');
const INDEX = path.join(ROOT, 'index.html');
const YEAR_MS = 365 * 24 * 3600_000;

/** The id of the built client: it changes with every change of the client. */
export const readBuild = (): string =>
  existsSync(INDEX) ? createHash('sha256').update(readFileSync(INDEX)).digest('hex').slice(0, 12) : 'none';

/** Serves the built client: assets with permanent caching (their names contain a hash), its page for all other paths. */
export function serveClient(): Middleware {
  return async (ctx) => {
    const isFile = path.extname(ctx.path) !== '';
    if (!isFile && !existsSync(INDEX)) throw notFound();
    const hashed = ctx.path.startsWith('/assets/');
    ctx.set('Cache-Control', hashed ? `max-age=${YEAR_MS / 1000}, immutable` : 'no-cache');
    ctx.vary('Accept-Encoding');
    await send(ctx, isFile ? ctx.path : '/index.html', { root: ROOT });
  };
}

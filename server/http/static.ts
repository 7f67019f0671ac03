import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import path from 'node:path';
import type { Middleware } from 'koa';
import { notFound } from '../errors.ts';
import { sendFile } from './send-file.ts';

/** Found from the project's folder: the sources of the server and its build are at different depths below it. */
const ROOT = path.join(path.dirname(findPackageJSON(import.meta.url) ?? '.'), 'dist/client');
const INDEX = path.join(ROOT, 'index.html');
const YEAR_SECONDS = 365 * 24 * 3600;

/** The id of the built client: it changes with every change of the client. */
export const readBuild = (): string =>
  existsSync(INDEX) ? createHash('sha256').update(readFileSync(INDEX)).digest('hex').slice(0, 12) : 'none';

/** Serves the built client: assets with permanent caching (their names contain a hash), its page for all other paths. */
export function serveClient(): Middleware {
  return async (ctx) => {
    const file = decodePath(ctx.path);
    // Below /assets/ there is no page: a browser would cache it as the asset of that name.
    if (/^assets(\/|$)/i.test(file)) return sendFile(ctx, ROOT, file, `max-age=${YEAR_SECONDS}, immutable`);
    const isFile = path.extname(file) !== '';
    return sendFile(ctx, ROOT, isFile ? file : 'index.html', 'no-cache');
  };
}

/** The decoded path without its first slash; 404 for one that could name another file or cannot be decoded. */
function decodePath(encoded: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(encoded);
  } catch {
    throw notFound();
  }
  const isOdd =
    /^[^/]|[\\\0]/.test(decoded) || decoded.split('/').some((part) => part === '.' || part === '..');
  if (isOdd) throw notFound();
  return decoded.replace(/^\/+/, '');
}

import type { Context } from 'koa';
import send from 'koa-send';
import { notFound } from '../errors.ts';

/** Sends a file below `root`, compressed if there is such a file; 304 if the client has it; 404 without a cache entry if it does not exist. */
export async function sendFile(
  ctx: Context,
  root: string,
  file: string,
  cacheControl: string,
): Promise<void> {
  const sent = await send(ctx, encodeURIComponent(file), {
    root,
    setHeaders: (_, __, { size, mtimeMs }) => {
      // Each encoding has another size. Weak: the time is that of the build.
      ctx.set('ETag', `W/"${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}"`);
      ctx.set('Cache-Control', cacheControl);
    },
  });
  if (!sent) throw notFound();
  ctx.vary('Accept-Encoding');
  ctx.status = 200;
  if (!ctx.fresh) return;
  ctx.status = 304;
  ctx.body = null;
}

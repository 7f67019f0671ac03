import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, type ZlibOptions } from 'node:zlib';
import type { Context, Middleware } from 'koa';
import { type ApiError, tooLarge, unreadableBody, unsupportedMediaType } from '../errors.ts';

/** The limit of a body, before and after decompression. */
const MAX_BODY_BYTES = 256 * 1024;

const options: ZlibOptions = { maxOutputLength: MAX_BODY_BYTES };
const DECOMPRESS: Record<string, (data: Buffer) => Promise<Buffer>> = {
  identity: async (data) => data,
  gzip: (data) => promisify<Buffer, ZlibOptions, Buffer>(gunzip)(data, options),
  deflate: (data) => promisify<Buffer, ZlibOptions, Buffer>(inflate)(data, options),
  br: (data) => promisify<Buffer, ZlibOptions, Buffer>(brotliDecompress)(data, options),
};

/** Reads the body of a request as JSON into `ctx.state.body`: 415 for another type, 413 if too large, 400 if it cannot be read. */
export const readJsonBody: Middleware = async (ctx, next) => {
  if (ctx.request.length !== 0 && ctx.is('application/json') === false) throw unsupportedMediaType();
  const charset = ctx.request.charset.toLowerCase();
  // JSON is UTF-8 (RFC 8259), of which US-ASCII is a part.
  if (!['', 'utf-8', 'utf8', 'us-ascii'].includes(charset))
    throw unsupportedMediaType('The request body must be encoded in UTF-8.');
  const encoding = ctx.get('Content-Encoding').trim().toLowerCase() || 'identity';
  const decompress = Object.hasOwn(DECOMPRESS, encoding) ? DECOMPRESS[encoding] : undefined;
  if (!decompress) throw unsupportedMediaType('The Content-Encoding must be gzip, deflate, br or identity.');
  const text = decode(await decompress(await receive(ctx)).catch(refuse));
  // Without a body, every field is missing.
  ctx.state.body = text === '' ? {} : parse(text);
  return next();
};

/** Receives the bytes of the body. */
async function receive({ req, request }: Context): Promise<Buffer> {
  if ((request.length ?? 0) > MAX_BODY_BYTES) throw discard(req);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // A destroyed request would close the connection before it carries the response.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) break;
    }
  } catch {
    // The client closed the connection.
    throw unreadableBody();
  }
  if (bytes > MAX_BODY_BYTES) throw discard(req);
  return Buffer.concat(chunks);
}

/** Discards the rest of a body that is too large; the server's request timeout bounds it. */
function discard(req: IncomingMessage): ApiError {
  req.resume();
  return tooLarge();
}

function refuse(error: NodeJS.ErrnoException): never {
  throw error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : unreadableBody();
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadableBody();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadableBody();
  }
}

import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** Where a request comes from, as Koa's `ctx.ip` says it: of `X-Forwarded-For` only what our own proxies wrote counts. */
export function addressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const [trusted] = trustedProxies > 0 ? forwarded.slice(-trustedProxies) : [];
  return trusted?.trim() || socket.remoteAddress || '';
}

/** The caller's address as a key: an IPv6 customer owns a whole /64; IPv4 on a socket for both stays an address each. */
export function addressKey(ip: string): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  return v4 ?? (isIPv6(ip) ? `${expand(ip).slice(0, 4).join(':')}::/64` : ip);
}

function expand(ip: string): string[] {
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? [];
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right];
}

import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** The client's address, like Koa's `ctx.ip`: of `X-Forwarded-For` only the entries of trusted proxies count. */
export function addressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const [trusted] = trustedProxies > 0 ? forwarded.slice(-trustedProxies) : [];
  return trusted?.trim() || socket.remoteAddress || '';
}

/** The address as a rate-limit key: one key per IPv6 /64, as one client owns all of it; IPv4-mapped addresses as IPv4. */
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

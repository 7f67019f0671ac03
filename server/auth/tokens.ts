import { createSecretKey, type KeyObject, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Claims } from '../entities/session.ts';
import { unauthenticated } from '../errors.ts';

const ISSUER = 'helpdesk';
const AUDIENCE = 'helpdesk-api';
const TYPE = 'at+jwt';

const Decoded = z.object({
  header: z.object({ typ: z.literal(TYPE) }),
  payload: z.object({
    sub: z.string().regex(/^[1-9]\d{0,15}$/),
    sid: z.uuid(),
    jti: z.uuid(),
    iat: z.int(),
    exp: z.int(),
  }),
});

export type Tokens = ReturnType<typeof createTokens>;

/** Issues and verifies access tokens. One set of verification rules serves HTTP and sockets. */
export function createTokens(secret: string, ttl: number) {
  // Made once: a string secret costs half a millisecond on each verification.
  const key: KeyObject = createSecretKey(Buffer.from(secret));
  const rules = {
    algorithms: ['HS256' as const],
    issuer: ISSUER,
    audience: AUDIENCE,
    maxAge: ttl,
    complete: true as const,
  };
  return {
    ttl,
    // koa-jwt's types know no KeyObject; jsonwebtoken, which it hands it to, does.
    koaJwtOptions: { secret: key as unknown as Buffer, ...rules },
    sign: (userId: number, sessionId: string): string =>
      jwt.sign({ sid: sessionId }, key, {
        algorithm: 'HS256',
        header: { alg: 'HS256', typ: TYPE },
        issuer: ISSUER,
        audience: AUDIENCE,
        subject: String(userId),
        jwtid: randomUUID(),
        expiresIn: ttl,
      }),
    /** 401 unless the token is ours, for this, and still good. */
    verify(token: string): Claims {
      try {
        return claimsOf(jwt.verify(token, key, rules));
      } catch {
        throw unauthenticated();
      }
    },
  };
}

/** The claims of a token whose signature was checked; 401 if one that we rely on is missing. */
export function claimsOf(decoded: unknown): Claims {
  const read = Decoded.safeParse(decoded);
  if (!read.success) throw unauthenticated();
  const { sub, sid, exp } = read.data.payload;
  return { userId: Number(sub), sessionId: sid, expiresAt: exp };
}

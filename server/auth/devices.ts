import { createSecretKey, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

const ISSUER = 'helpdesk';
const AUDIENCE = 'helpdesk-device';
const TYPE = 'device+jwt';
/** Each sign-in and refresh renews it. Browsers keep a cookie for at most 400 days. */
export const DEVICE_LIFETIME_MS = 365 * 24 * 3600_000;

const Decoded = z.object({
  header: z.object({ typ: z.literal(TYPE) }),
  payload: z.object({ sub: z.string(), jti: z.uuid(), exp: z.int() }),
});

export type Devices = ReturnType<typeof createDevices>;

/**
 * Issues and reads device tokens: they prove that a browser has signed in to an account before. Wrong passwords of
 * others lock an account's sign-in; with a device token the attempts of this browser have a counter of their own, as
 * strict as the account's, so its owner gets through. A token gives no other right. It is worth nothing for any other
 * account, and only a right password creates one, so it does not reveal which accounts exist.
 */
export function createDevices(secret: string) {
  const key = createSecretKey(Buffer.from(secret));
  return {
    /** A token for this user; `id` is the browser's earlier id, which keeps its counter. */
    issue: (userId: number, id: string | null): string =>
      jwt.sign({}, key, {
        algorithm: 'HS256',
        header: { alg: 'HS256', typ: TYPE },
        issuer: ISSUER,
        audience: AUDIENCE,
        subject: String(userId),
        jwtid: id ?? randomUUID(),
        expiresIn: DEVICE_LIFETIME_MS / 1000,
      }),
    /** The browser's id; null unless the token is valid and was issued for this user. */
    idOf(token: string, userId: number): string | null {
      try {
        const rules = {
          algorithms: ['HS256' as const],
          issuer: ISSUER,
          audience: AUDIENCE,
          complete: true as const,
        };
        const { payload } = Decoded.parse(jwt.verify(token, key, rules));
        return payload.sub === String(userId) ? payload.jti : null;
      } catch {
        return null;
      }
    },
  };
}

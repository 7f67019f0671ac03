import { createHash, createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

const ISSUER = 'helpdesk';
const AUDIENCE = 'helpdesk-device';
const TYPE = 'device+jwt';
/** Each sign-in and refresh renews it. Browsers keep a cookie for at most 400 days. */
export const DEVICE_LIFETIME_MS = 365 * 24 * 3600_000;

const Decoded = z.object({
  header: z.object({ typ: z.literal(TYPE) }),
  payload: z.object({ sub: z.string(), pwd: z.string(), jti: z.uuid(), exp: z.int() }),
});

export type Devices = ReturnType<typeof createDevices>;
type Account = { email: string; passwordHash: string };

/**
 * Issues and reads device tokens: they prove that a browser has signed in to an account with its current password.
 * Wrong passwords of others lock an account's sign-in; with a device token the attempts of this browser have a counter
 * of their own, as strict as the account's. A token gives no other right and is valid for one account only. It contains
 * hashes of the address and of the stored password hash: the address is compared without a query, so the response time
 * does not reveal whether an account exists, and a password change voids the tokens of everyone who knew the old one.
 */
export function createDevices(secret: string) {
  const key = createSecretKey(Buffer.from(secret));
  return {
    /** A token for this account; `id` names the counter of the browser's attempts. */
    issue: ({ email, passwordHash }: Account, id: string): string =>
      jwt.sign({ pwd: hash(passwordHash) }, key, {
        algorithm: 'HS256',
        header: { alg: 'HS256', typ: TYPE },
        issuer: ISSUER,
        audience: AUDIENCE,
        subject: hash(email),
        jwtid: id,
        expiresIn: DEVICE_LIFETIME_MS / 1000,
      }),
    /** Reads a token; null unless it is valid and was issued for this address. */
    read(token: string, email: string) {
      try {
        const rules = {
          algorithms: ['HS256' as const],
          issuer: ISSUER,
          audience: AUDIENCE,
          complete: true as const,
        };
        const { payload } = Decoded.parse(jwt.verify(token, key, rules));
        if (payload.sub !== hash(email)) return null;
        return {
          id: payload.jti,
          /** Whether the password has not changed since. */
          isCurrent: ({ passwordHash }: Account) => payload.pwd === hash(passwordHash),
        };
      } catch {
        return null;
      }
    },
  };
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64url');

import type { Context } from 'koa';
import type { Session as SessionShape } from '../../shared/schemas.ts';
import type { Config } from '../config.ts';
import type { EntityManager } from '../db/orm.ts';
import type { User } from '../entities/user.ts';
import { DEVICE_LIFETIME_MS, type Devices } from './devices.ts';
import { type IssuedSession, openSession } from './sessions.ts';
import type { Tokens } from './tokens.ts';

export type SessionCookie = ReturnType<typeof createSessionCookie>;

/**
 * Sends a session to the browser: the access token in the body, the refresh token in an HttpOnly cookie. A second
 * cookie marks the browser as one that has signed in to this account.
 */
export function createSessionCookie(config: Config, tokens: Tokens, devices: Devices) {
  const refresh = createCookie(config, 'refresh');
  const device = createCookie(config, 'device');

  /** The device token of the caller's browser, if it was issued for this address. */
  const deviceFor = (ctx: Context, email: string) => devices.read(device.read(ctx), email);

  function respondWithSession(ctx: Context, { session, cookie }: IssuedSession): SessionShape {
    const { user } = session;
    refresh.write(ctx, cookie, session.expiresAt);
    // Without an earlier id, one per session: many refreshes of a stolen session must not create many counters.
    const deviceToken = devices.issue(user, deviceFor(ctx, user.email)?.id ?? session.id);
    device.write(ctx, deviceToken, new Date(Date.now() + DEVICE_LIFETIME_MS));
    return { token: tokens.sign(user.id, session.id), expiresIn: tokens.ttl, user };
  }

  return {
    respondWithSession,
    /** Opens a session for an authenticated user and responds with it. */
    start: async (em: EntityManager, ctx: Context, user: User) =>
      respondWithSession(ctx, await openSession(em, user, ctx.get('User-Agent'))),
    deviceFor,
    readCookie: refresh.read,
    clearCookie: (ctx: Context) => refresh.write(ctx, '', new Date(0)),
  };
}

/** Reads and writes one HttpOnly, SameSite=Strict cookie. */
function createCookie({ publicUrl }: Config, plainName: string) {
  const secure = publicUrl?.startsWith('https:') ?? false;
  // The prefix binds the cookie to this host; browsers accept it only over https.
  const name = secure ? `__Host-${plainName}` : plainName;
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure, overwrite: true } as const;
  return {
    read: (ctx: Context) => ctx.cookies.get(name) ?? '',
    write(ctx: Context, value: string, expires: Date): void {
      // TLS ends at the proxy; Koa would refuse a Secure cookie on a connection that it sees as http.
      ctx.cookies.secure = secure;
      ctx.cookies.set(name, value, { ...options, expires });
    },
  };
}

import type { Context } from 'koa';
import type { Session as SessionShape } from '../../shared/schemas.ts';
import type { Config } from '../config.ts';
import type { EntityManager } from '../db/orm.ts';
import type { User } from '../entities/user.ts';
import { type IssuedSession, openSession } from './sessions.ts';
import type { Tokens } from './tokens.ts';

export type SessionCookie = ReturnType<typeof createSessionCookie>;

/** Sends a session to the browser: the access token in the body, the refresh token in an HttpOnly cookie. */
export function createSessionCookie(config: Config, tokens: Tokens) {
  const secure = config.publicUrl?.startsWith('https:') ?? false;
  // The prefix binds the cookie to this host; browsers accept it only over https.
  const name = secure ? '__Host-refresh' : 'refresh';
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure, overwrite: true } as const;

  function writeCookie(ctx: Context, value: string, expires: Date): void {
    // TLS ends at the proxy; Koa would refuse a Secure cookie on a connection that it sees as http.
    ctx.cookies.secure = secure;
    ctx.cookies.set(name, value, { ...options, expires });
  }

  function respondWithSession(ctx: Context, { session, cookie }: IssuedSession): SessionShape {
    writeCookie(ctx, cookie, session.expiresAt);
    return { token: tokens.sign(session.user.id, session.id), expiresIn: tokens.ttl, user: session.user };
  }

  return {
    respondWithSession,
    /** Opens a session for an authenticated user and responds with it. */
    start: async (em: EntityManager, ctx: Context, user: User) =>
      respondWithSession(ctx, await openSession(em, user, ctx.get('User-Agent'))),
    readCookie: (ctx: Context) => ctx.cookies.get(name) ?? '',
    clearCookie: (ctx: Context) => writeCookie(ctx, '', new Date(0)),
  };
}

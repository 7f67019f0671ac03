import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Context } from 'koa';
import type { Session as SessionShape } from '../../shared/schemas.ts';
import type { Config } from '../config.ts';
import type { EntityManager } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { emailTaken, unauthenticated } from '../errors.ts';
import { addressKey, type Limits } from '../http/limits.ts';
import { requireOwnOrigin } from '../http/middleware.ts';
import type { Serve } from '../http/serve.ts';
import type { Passwords } from './passwords.ts';
import { continueSession, endSession, endSessionOf, type Opened, openSession } from './sessions.ts';
import type { Tokens } from './tokens.ts';

type Parts = {
  config: Config;
  tokens: Tokens;
  passwords: Passwords;
  limits: Limits;
  /** Cuts the sockets of a session that ended. */
  cut: (sessionId: string) => void;
};

/** Accounts and sessions: the only routes that read or write a cookie. */
export function authRoutes(serve: Serve, { config, tokens, passwords, limits, cut }: Parts): void {
  const cookies = refreshCookies(config);
  const ownOrigin = requireOwnOrigin(config);

  serve('register', async ({ em, ctx, body }) => {
    await limits.count('registrations', addressKey(ctx.ip));
    const passwordHash = await passwords.hash(body.password);
    const { email, name } = body;
    const user = em.create(User, { email, name, passwordHash, role: 'customer', createdAt: new Date() });
    await em.flush().catch(refuseTakenEmail);
    return signedIn(em, ctx, user);
  });

  serve('login', ({ em, ctx, body }) => {
    const email = body.email.trim().toLowerCase();
    const address = addressKey(ctx.ip);
    return limits.inTurn(email, async () => {
      await limits.check('wrongLoginsPerAccount', email);
      await limits.count('wrongLoginsPerAddress', address);
      const user = await em.findOne(User, { email });
      const fits = await passwords.matches(body.password, user?.passwordHash ?? null);
      if (user && fits) {
        await limits.forgive('wrongLoginsPerAddress', address);
        return signedIn(em, ctx, user);
      }
      await limits.count('wrongLoginsPerAccount', email);
      throw unauthenticated('E-mail address or password is wrong.');
    });
  });

  serve(
    'refresh',
    async ({ em, ctx }) => answer(ctx, await continueSession(em, cookies.read(ctx), cut)),
    ownOrigin,
  );

  serve(
    'logout',
    async ({ em, ctx }) => {
      const ended = await endCallersSession(em, ctx);
      if (ended) cut(ended);
      cookies.clear(ctx);
      return undefined;
    },
    ownOrigin,
  );

  serve('me', ({ em, actor }) => em.findOneOrFail(User, actor.id));

  const signedIn = async (em: EntityManager, ctx: Context, user: User) =>
    answer(ctx, await openSession(em, user));

  function answer(ctx: Context, { session, cookie }: Opened): SessionShape {
    cookies.write(ctx, cookie, session.expiresAt);
    return { token: tokens.sign(session.user.id, session.id), expiresIn: tokens.ttl, user: session.user };
  }

  /** By the Bearer token if one came, else by the cookie. */
  async function endCallersSession(em: EntityManager, ctx: Context): Promise<string | null> {
    const token = /^Bearer (.+)$/i.exec(ctx.get('Authorization'))?.[1];
    if (!token) return endSessionOf(em, cookies.read(ctx));
    const { sessionId } = tokens.verify(token);
    await endSession(em, sessionId);
    return sessionId;
  }
}

function refuseTakenEmail(error: unknown): never {
  throw error instanceof UniqueConstraintViolationException ? emailTaken() : error;
}

/** The refresh cookie: invisible to scripts, sent to nobody else, bound to this host where there is https. */
function refreshCookies({ publicUrl }: Config) {
  const secure = publicUrl?.startsWith('https:') ?? false;
  const name = secure ? '__Host-refresh' : 'refresh';
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure, overwrite: true } as const;
  const write = (ctx: Context, value: string, expires: Date) => {
    // A proxy ends the TLS in front of us; Koa would refuse a Secure cookie on what it sees as http.
    ctx.cookies.secure = secure;
    ctx.cookies.set(name, value, { ...options, expires });
  };
  return {
    read: (ctx: Context) => ctx.cookies.get(name) ?? '',
    write,
    clear: (ctx: Context) => write(ctx, '', new Date(0)),
  };
}

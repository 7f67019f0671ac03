import type { Context } from 'koa';
import type { Config } from '../config.ts';
import type { EntityManager } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { invalid, notFound, refuseTakenEmail, unauthenticated } from '../errors.ts';
import type { Serve } from '../http/serve.ts';
import { addressKey } from '../limits/client-address.ts';
import type { Limits } from '../limits/limits.ts';
import { changePassword, rename } from './account.ts';
import { requireOwnOrigin } from './middleware.ts';
import type { Passwords } from './passwords.ts';
import type { SessionCookie } from './session-cookie.ts';
import {
  endOtherSessions,
  endOwnSession,
  endSession,
  endSessionOf,
  listSessions,
  rotateRefreshToken,
} from './sessions.ts';
import type { Tokens } from './tokens.ts';

type Parts = {
  config: Config;
  tokens: Tokens;
  signIn: SessionCookie;
  passwords: Passwords;
  limits: Limits;
  /** Cuts the sockets of a session that ended. */
  cut: (sessionId: string) => void;
};

/** Accounts and sessions. Only refresh and logout read the cookie, so only they ask where a request comes from. */
export function authRoutes(serve: Serve, { config, tokens, signIn, passwords, limits, cut }: Parts): void {
  const ownOrigin = requireOwnOrigin(config);

  serve('register', async ({ em, ctx, body }) => {
    await limits.count('registrations', addressKey(ctx.ip));
    const passwordHash = await passwords.hash(body.password);
    const { email, name } = body;
    const user = em.create(User, { email, name, passwordHash, role: 'customer', createdAt: new Date() });
    await em.flush().catch(refuseTakenEmail);
    return signIn.start(em, ctx, user);
  });

  serve('login', async ({ em, ctx, body }) => {
    const email = body.email.trim().toLowerCase();
    const known = await limits.attempt('failedLoginsPerAccount', email, () =>
      limits.attempt('failedLoginsPerAddress', addressKey(ctx.ip), async () => {
        const user = await em.findOne(User, { email });
        const fits = await passwords.matches(body.password, user?.passwordHash ?? null);
        return user?.active && fits ? user : null;
      }),
    );
    if (!known) throw unauthenticated('E-mail address or password is wrong.');
    return signIn.start(em, ctx, known);
  });

  serve(
    'refresh',
    async ({ em, ctx }) =>
      signIn.respondWithSession(ctx, await rotateRefreshToken(em, signIn.readCookie(ctx), cut)),
    ownOrigin,
  );

  serve(
    'logout',
    async ({ em, ctx }) => {
      const ended = await endCallersSession(em, ctx);
      if (ended) cut(ended);
      signIn.clearCookie(ctx);
      return undefined;
    },
    ownOrigin,
  );

  serve('me', ({ em, actor }) => em.findOneOrFail(User, actor.id));
  serve('changeMe', ({ em, actor, body }) => rename(em, actor, body.name));
  serve('changePassword', async ({ em, actor, body, claims }) => {
    // Guessing the current password here is counted like guessing it at the door.
    const changed = await limits.attempt('failedLoginsPerAccount', `user:${actor.id}`, () =>
      changePassword(em, passwords, actor, body),
    );
    if (!changed) throw invalid([{ path: 'current', message: 'This is not your password.' }]);
    for (const ended of await endOtherSessions(em, claims)) cut(ended);
    return undefined;
  });

  serve('listSessions', ({ em, claims }) => listSessions(em, claims));
  serve('endOtherSessions', async ({ em, claims }) => {
    for (const ended of await endOtherSessions(em, claims)) cut(ended);
    return undefined;
  });
  serve('endSession', async ({ em, actor, params }) => {
    if (!(await endOwnSession(em, actor, params.id))) throw notFound();
    cut(params.id);
    return undefined;
  });

  /** By the Bearer token if one came, else by the cookie. */
  async function endCallersSession(em: EntityManager, ctx: Context): Promise<string | null> {
    const token = /^Bearer (.+)$/i.exec(ctx.get('Authorization'))?.[1];
    if (!token) return endSessionOf(em, signIn.readCookie(ctx));
    const { sessionId } = tokens.verify(token);
    await endSession(em, sessionId);
    return sessionId;
  }
}

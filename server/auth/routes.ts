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

type Dependencies = {
  config: Config;
  tokens: Tokens;
  sessionCookie: SessionCookie;
  passwords: Passwords;
  limits: Limits;
  /** Closes the sockets of an ended session. */
  disconnectSession: (sessionId: string) => void;
};

/** The endpoints of accounts and sessions. Only refresh and logout read the cookie, so only they check the origin. */
export function authRoutes(
  serve: Serve,
  { config, tokens, sessionCookie, passwords, limits, disconnectSession }: Dependencies,
): void {
  const ownOrigin = requireOwnOrigin(config);

  serve('register', async ({ em, ctx, body }) => {
    await limits.count('registrations', addressKey(ctx.ip));
    const passwordHash = await passwords.hash(body.password);
    const { email, name } = body;
    const user = em.create(User, { email, name, passwordHash, role: 'customer', createdAt: new Date() });
    await em.flush().catch(refuseTakenEmail);
    return sessionCookie.start(em, ctx, user);
  });

  serve('login', async ({ em, ctx, body }) => {
    const email = body.email.trim().toLowerCase();
    const user = await limits.attempt('failedLoginsPerAccount', email, () =>
      limits.attempt('failedLoginsPerAddress', addressKey(ctx.ip), async () => {
        const account = await em.findOne(User, { email });
        const isMatch = await passwords.matches(body.password, account?.passwordHash ?? null);
        return account?.active && isMatch ? account : null;
      }),
    );
    if (!user) throw unauthenticated('The e-mail address or the password is wrong.');
    return sessionCookie.start(em, ctx, user);
  });

  serve(
    'refresh',
    async ({ em, ctx }) =>
      sessionCookie.respondWithSession(
        ctx,
        await rotateRefreshToken(em, sessionCookie.readCookie(ctx), disconnectSession),
      ),
    ownOrigin,
  );

  serve(
    'logout',
    async ({ em, ctx }) => {
      const ended = await endCallersSession(em, ctx);
      if (ended) disconnectSession(ended);
      sessionCookie.clearCookie(ctx);
      return undefined;
    },
    ownOrigin,
  );

  serve('me', ({ em, actor }) => em.findOneOrFail(User, actor.id));
  serve('changeMe', ({ em, actor, body }) => rename(em, actor, body.name));
  serve('changePassword', async ({ em, actor, body, claims }) => {
    // Limited like logins: this endpoint must not allow more guesses.
    const changed = await limits.attempt('failedLoginsPerAccount', `user:${actor.id}`, () =>
      changePassword(em, passwords, actor, body),
    );
    if (!changed) throw invalid([{ path: 'current', message: 'This is not your password.' }]);
    for (const ended of await endOtherSessions(em, claims)) disconnectSession(ended);
    return undefined;
  });

  serve('listSessions', ({ em, claims }) => listSessions(em, claims));
  serve('endOtherSessions', async ({ em, claims }) => {
    for (const ended of await endOtherSessions(em, claims)) disconnectSession(ended);
    return undefined;
  });
  serve('endSession', async ({ em, actor, params }) => {
    if (!(await endOwnSession(em, actor, params.id))) throw notFound();
    disconnectSession(params.id);
    return undefined;
  });

  /** Ends the session of the Bearer token if the request has one, else of the cookie. Returns its id. */
  async function endCallersSession(em: EntityManager, ctx: Context): Promise<string | null> {
    const token = /^Bearer (.+)$/i.exec(ctx.get('Authorization'))?.[1];
    if (!token) return endSessionOf(em, sessionCookie.readCookie(ctx));
    const { sessionId } = tokens.verify(token);
    await endSession(em, sessionId);
    return sessionId;
  }
}

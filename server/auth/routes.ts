import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { emailToFind } from '../../shared/email.ts';
import type { Config } from '../config.ts';
import type { EntityManager } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { invalid, notFound, refuseTakenEmail } from '../errors.ts';
import type { Serve } from '../http/serve.ts';
import { addressKey } from '../limits/client-address.ts';
import type { Limits } from '../limits/limits.ts';
import { changePassword, rename } from './account.ts';
import { refuseCommonPassword } from './common-passwords.ts';
import { requireOwnOrigin } from './middleware.ts';
import type { Passwords } from './passwords.ts';
import type { SessionCookie } from './session-cookie.ts';
import {
  countedSessionOf,
  endOtherSessions,
  endOwnSession,
  endSession,
  endSessionOf,
  listSessions,
  rotateRefreshToken,
  wrongCredentials,
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
    await refuseCommonPassword('password', body.password);
    await limits.count('registrations', addressKey(ctx.ip));
    const passwordHash = await passwords.hash(body.password);
    const { email, name } = body;
    const user = em.create(User, { email, name, passwordHash, role: 'customer', createdAt: new Date() });
    await em.flush().catch(refuseTakenEmail);
    return sessionCookie.start(em, ctx, user);
  });

  serve('login', async ({ em, ctx, body }) => {
    const email = emailToFind(body.email);
    const device = await knownDevice(em, ctx, email);
    const [limit, key] = device
      ? (['failedLoginsPerDevice', `${emailKey(email)}:${device}`] as const)
      : (['failedLoginsPerAccount', emailKey(email)] as const);
    const user = await limits.attempt(limit, key, () =>
      limits.attempt('failedLoginsPerAddress', addressKey(ctx.ip), async () => {
        const account = await em.findOne(User, { email });
        const isMatch = await passwords.matches(body.password, account?.passwordHash ?? null);
        return account?.active && isMatch ? account : null;
      }),
    );
    if (!user) throw wrongCredentials();
    return sessionCookie.start(em, ctx, user);
  });

  serve(
    'refresh',
    async ({ em, ctx }) => {
      const cookie = sessionCookie.readCookie(ctx);
      await limits.count('refreshesPerAddress', addressKey(ctx.ip));
      const sessionId = await countedSessionOf(em, cookie);
      if (sessionId) await limits.count('refreshesPerSession', sessionId);
      return sessionCookie.respondWithSession(ctx, await rotateRefreshToken(em, cookie, disconnectSession));
    },
    ownOrigin,
  );

  serve(
    'logout',
    async ({ em, ctx }) => {
      const ended = [await endBearerSession(em, ctx), await endSessionOf(em, sessionCookie.readCookie(ctx))];
      for (const id of ended) if (id) disconnectSession(id);
      sessionCookie.clearCookie(ctx);
      return undefined;
    },
    ownOrigin,
  );

  serve('me', ({ em, actor }) => em.findOneOrFail(User, actor.id));
  serve('changeMe', ({ em, actor, body }) => rename(em, actor, body.name));
  serve('changePassword', async ({ em, body, claims }) => {
    await refuseCommonPassword('next', body.next);
    // Limited like logins: this endpoint must not allow more guesses.
    const ended = await limits.attempt('failedPasswordChanges', String(claims.userId), () =>
      changePassword(em, passwords, claims, body),
    );
    if (!ended) throw invalid([{ path: 'current', message: 'This is not your password.' }]);
    for (const id of ended) disconnectSession(id);
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

  /**
   * The id of the caller's browser if it has signed in to this account with its current password; otherwise null.
   * Reads the account only for a token of this address: other responses at the limit must take equally long.
   */
  async function knownDevice(em: EntityManager, ctx: Context, email: string): Promise<string | null> {
    const device = sessionCookie.deviceFor(ctx, email);
    const account = device && (await em.findOne(User, { email }));
    return account && device.isCurrent(account) ? device.id : null;
  }

  /** Ends the session of the Bearer token and returns its id; null without a valid token, as an expired one stops no sign-out. */
  async function endBearerSession(em: EntityManager, ctx: Context): Promise<string | null> {
    const token = /^Bearer (.+)$/i.exec(ctx.get('Authorization'))?.[1];
    const claims = token ? tokens.claimsIfValid(token) : null;
    if (claims) await endSession(em, claims.sessionId);
    return claims?.sessionId ?? null;
  }
}

/** A rate-limit key of constant length that no text in a request can choose. */
const emailKey = (email: string) => `email:${createHash('sha256').update(email).digest('base64url')}`;

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { Actor } from '../../shared/policy.ts';
import type { Device } from '../../shared/schemas.ts';
import { type EntityManager, inTransaction, queryBuilder, type Source } from '../db/orm.ts';
import { prepare } from '../db/prepared-query.ts';
import { type Claims, RefreshToken, Session } from '../entities/session.ts';
import { User } from '../entities/user.ts';
import { unauthenticated } from '../errors.ts';
import { DEVICE_COLUMNS, presentDevice } from '../presenters/device.ts';

/** The lifetime of a session. A refresh does not extend it. */
const LIFETIME_MS = 30 * 24 * 3600_000;
/** A refresh token may be used again for this long: by a second tab, or after a lost response. Later reuse means theft. */
const REUSE_GRACE_MS = 10_000;

/** A session with its refresh cookie. */
export type IssuedSession = { session: Session; cookie: string };

/**
 * Opens a session for one device. The user was authenticated before this transaction: 401 if the password has changed
 * or the account was deactivated in between, because that has ended all sessions.
 */
export const openSession = (em: EntityManager, user: User, device: string): Promise<IssuedSession> =>
  inTransaction(em, async (tx) => {
    const current = await tx.findOneOrFail(User, user.id, { lockMode: LockMode.PESSIMISTIC_READ });
    if (!current.active || current.passwordHash !== user.passwordHash) throw wrongCredentials();
    const now = new Date();
    const expiresAt = new Date(now.getTime() + LIFETIME_MS);
    const session = tx.create(Session, {
      id: randomUUID(),
      user: current,
      device: device.slice(0, 300),
      createdAt: now,
      expiresAt,
    });
    const cookie = newCookie(tx, session);
    await tx.flush();
    return { session, cookie };
  });

/** The same for an unknown account, a wrong password and a deactivated account. */
export const wrongCredentials = () => unauthenticated('The e-mail address or the password is wrong.');

/** The session whose refreshes are to be counted; null if the cookie is of no live session or its reuse ends the session. */
export async function countedSessionOf(em: EntityManager, cookie: string): Promise<string | null> {
  const token = await em.findOne(RefreshToken, digest(cookie), { populate: ['session'] });
  const now = new Date();
  return token?.session.isAlive(now) && !isStolen(token, now) ? token.session.id : null;
}

/**
 * Replaces a refresh cookie by a new one; 401 if it is unknown or its session has ended. Late reuse ends the session
 * and closes its sockets (`disconnectSession`): one of the two users of the cookie has stolen it.
 */
export async function rotateRefreshToken(
  em: EntityManager,
  cookie: string,
  disconnectSession: (sessionId: string) => void,
): Promise<IssuedSession> {
  const outcome = await inTransaction(em, async (tx) => {
    const now = new Date();
    const token = await tx.findOne(RefreshToken, digest(cookie), { populate: ['session.user'] });
    if (!token?.session.isAlive(now) || !token.session.user.active) return { dead: true } as const;
    if (isStolen(token, now)) {
      token.session.endedAt = now;
      return { dead: true, stolenFrom: token.session.id } as const;
    }
    token.usedAt ??= now;
    token.session.lastUsedAt = now;
    return { session: token.session, cookie: newCookie(tx, token.session) };
  });
  if ('stolenFrom' in outcome) disconnectSession(outcome.stolenFrom);
  if ('dead' in outcome) throw unauthenticated('The session has ended. Sign in again.');
  return outcome;
}

const isStolen = ({ usedAt }: RefreshToken, now: Date): boolean =>
  usedAt != null && now.getTime() - usedAt.getTime() > REUSE_GRACE_MS;

/** Ends the session of a refresh cookie. Returns its id; null if the cookie is unknown. */
export const endSessionOf = (em: EntityManager, cookie: string): Promise<string | null> =>
  inTransaction(em, async (tx) => {
    const token = await tx.findOne(RefreshToken, digest(cookie), { populate: ['session'] });
    if (token) token.session.endedAt ??= new Date();
    return token?.session.id ?? null;
  });

/** Ends a session by its id: its access tokens stop working. */
export const endSession = (em: EntityManager, id: string): Promise<number> =>
  em.nativeUpdate(Session, { id, endedAt: null }, { endedAt: new Date() });

/** The caller's active sessions, newest first. */
export async function listSessions(
  em: EntityManager,
  { userId, sessionId }: Claims,
): Promise<{ sessions: Device[] }> {
  const found = await queryBuilder(em)
    .selectFrom('sessions as s')
    .select(DEVICE_COLUMNS)
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', Date.now())
    .orderBy('created_at', 'desc')
    .execute();
  return { sessions: found.map((row) => presentDevice(row, sessionId)) };
}

/** Ends one of the caller's own sessions; false if it does not exist or has ended. */
export const endOwnSession = async (em: EntityManager, actor: Actor, id: string): Promise<boolean> =>
  (await em.nativeUpdate(Session, { id, user: actor.id, endedAt: null }, { endedAt: new Date() })) > 0;

/** Ends the caller's sessions except the current one. Returns their ids. */
export const endOtherSessions = (em: EntityManager, { userId, sessionId }: Claims): Promise<string[]> =>
  endAll(em, userId, sessionId);

/** Ends all sessions of a user. Returns their ids. */
export const endSessionsOf = (em: EntityManager, userId: number): Promise<string[]> => endAll(em, userId);

/** One statement, in the caller's transaction if there is one. */
async function endAll(em: EntityManager, userId: number, except = ''): Promise<string[]> {
  const ended = await queryBuilder(em)
    .updateTable('sessions')
    .set({ ended_at: Date.now() })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('id', '!=', except)
    .returning('id')
    .execute();
  return ended.map(({ id }) => id);
}

const actorOfSession = prepare((db, value: { sessionId: string; userId: number; now: number }) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['u.id', 'u.name', 'u.role'])
    .where('s.id', '=', value.sessionId)
    .where('u.id', '=', value.userId)
    .where('u.active', '=', 1)
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', value.now),
);

/** Loads a token's user from the database; 401 if the session has ended or the user is inactive. */
export async function loadActor(source: Source, { userId, sessionId }: Claims): Promise<Actor> {
  const [actor] = await actorOfSession(source, '', { sessionId, userId, now: Date.now() });
  if (!actor) throw unauthenticated();
  return actor;
}

function newCookie(tx: EntityManager, session: Session): string {
  const cookie = randomBytes(32).toString('base64url');
  tx.create(RefreshToken, { hash: digest(cookie), session });
  return cookie;
}

const digest = (cookie: string) => createHash('sha256').update(cookie).digest('hex');

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { FilterQuery } from '@mikro-orm/core';
import type { Actor } from '../../shared/policy.ts';
import type { Device } from '../../shared/schemas.ts';
import { type EntityManager, inTransaction, queryBuilder } from '../db/orm.ts';
import { type Claims, RefreshToken, Session } from '../entities/session.ts';
import type { User } from '../entities/user.ts';
import { unauthenticated } from '../errors.ts';
import { DEVICE_COLUMNS, presentDevice } from '../presenters/device.ts';

/** How long one stays signed in at most: no refresh extends it. */
const LIFETIME_MS = 30 * 24 * 3600_000;
/** A cookie traded twice within this is two tabs at once, or an answer that got lost. Later it is a thief. */
const GRACE_MS = 10_000;

/** A session with the cookie that continues it. */
export type IssuedSession = { session: Session; cookie: string };

/** Signs somebody in on one device. */
export const openSession = (em: EntityManager, user: User, device: string): Promise<IssuedSession> =>
  inTransaction(em, async (tx) => {
    const now = new Date();
    const expiresAt = new Date(now.getTime() + LIFETIME_MS);
    const session = tx.create(Session, {
      id: randomUUID(),
      user,
      device: device.slice(0, 300),
      createdAt: now,
      expiresAt,
    });
    const cookie = newCookie(tx, session);
    await tx.flush();
    return { session, cookie };
  });

/**
 * Trades a refresh cookie for a new one. 401 if it is not one of ours, or its session is over. One that was traded
 * before ends the session, and `cut` its sockets: either its holder or whoever trades it now has stolen it.
 */
export async function rotateRefreshToken(
  em: EntityManager,
  cookie: string,
  cut: (sessionId: string) => void,
): Promise<IssuedSession> {
  const outcome = await inTransaction(em, async (tx) => {
    const now = new Date();
    const token = await tx.findOne(RefreshToken, digest(cookie), { populate: ['session.user'] });
    if (!token?.session.isAlive(now) || !token.session.user.active) return { dead: true } as const;
    if (token.usedAt && now.getTime() - token.usedAt.getTime() > GRACE_MS) {
      token.session.endedAt = now;
      return { dead: true, stolenFrom: token.session.id } as const;
    }
    token.usedAt ??= now;
    token.session.lastUsedAt = now;
    return { session: token.session, cookie: newCookie(tx, token.session) };
  });
  if ('stolenFrom' in outcome) cut(outcome.stolenFrom);
  if ('dead' in outcome) throw unauthenticated('Your session is over. Sign in again.');
  return outcome;
}

/** Ends a session, by the cookie that continues it. Answers its id, if there was one. */
export const endSessionOf = (em: EntityManager, cookie: string): Promise<string | null> =>
  inTransaction(em, async (tx) => {
    const token = await tx.findOne(RefreshToken, digest(cookie), { populate: ['session'] });
    if (token) token.session.endedAt ??= new Date();
    return token?.session.id ?? null;
  });

/** Ends a session by its id: its access tokens are worth nothing from now on. */
export const endSession = (em: EntityManager, id: string): Promise<number> =>
  em.nativeUpdate(Session, { id, endedAt: null }, { endedAt: new Date() });

/** The caller's living sessions, newest first. */
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

/** Ends one of the caller's own sessions; false if there is no such one. */
export const endOwnSession = async (em: EntityManager, actor: Actor, id: string): Promise<boolean> =>
  (await em.nativeUpdate(Session, { id, user: actor.id, endedAt: null }, { endedAt: new Date() })) > 0;

/** Ends all of the caller's sessions but the one that asks. Answers which. */
export const endOtherSessions = (em: EntityManager, { userId, sessionId }: Claims): Promise<string[]> =>
  endAll(em, { user: userId, endedAt: null, id: { $ne: sessionId } });

/** Ends all sessions of somebody. Answers which. */
export const endSessionsOf = (em: EntityManager, userId: number): Promise<string[]> =>
  endAll(em, { user: userId, endedAt: null });

const endAll = (em: EntityManager, which: FilterQuery<Session>): Promise<string[]> =>
  inTransaction(em, async (tx) => {
    const living = await tx.find(Session, which);
    for (const session of living) session.endedAt = new Date();
    return living.map(({ id }) => id);
  });

/** Whoever holds a token, as the database knows them now; 401 if their session is over. */
export async function loadActor(em: EntityManager, { userId, sessionId }: Claims): Promise<Actor> {
  const actor = await queryBuilder(em)
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['u.id', 'u.name', 'u.role'])
    .where('s.id', '=', sessionId)
    .where('u.id', '=', userId)
    .where('u.active', '=', 1)
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', Date.now())
    .executeTakeFirst();
  if (!actor) throw unauthenticated();
  return actor;
}

function newCookie(tx: EntityManager, session: Session): string {
  const cookie = randomBytes(32).toString('base64url');
  tx.create(RefreshToken, { hash: digest(cookie), session });
  return cookie;
}

const digest = (cookie: string) => createHash('sha256').update(cookie).digest('hex');

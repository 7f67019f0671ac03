import { LockMode } from '@mikro-orm/core';
import type { Actor } from '../../shared/policy.ts';
import { type EntityManager, inTransaction } from '../db/orm.ts';
import type { Claims } from '../entities/session.ts';
import { User } from '../entities/user.ts';
import { unauthenticated } from '../errors.ts';
import type { Passwords } from './passwords.ts';
import { endOtherSessions } from './sessions.ts';

/** Changes the user's name. Events in the log keep the old one. */
export async function rename(em: EntityManager, actor: Actor, name: string): Promise<User> {
  const user = await em.findOneOrFail(User, actor.id);
  user.name = name;
  await em.flush();
  return user;
}

/** Changes the user's password and ends their other sessions. Returns the ids of those; null if `current` is wrong. */
export async function changePassword(
  em: EntityManager,
  passwords: Passwords,
  claims: Claims,
  { current, next }: { current: string; next: string },
): Promise<string[] | null> {
  const { passwordHash } = await em.findOneOrFail(User, claims.userId);
  if (!(await passwords.matches(current, passwordHash))) return null;
  const nextHash = await passwords.hash(next);
  return inTransaction(em, async (tx) => {
    const user = await tx.findOneOrFail(User, claims.userId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!user.active) throw unauthenticated();
    // Another request has changed the password while this one compared hashes.
    if (user.passwordHash !== passwordHash) return null;
    user.passwordHash = nextHash;
    await tx.flush();
    return endOtherSessions(tx, claims);
  });
}

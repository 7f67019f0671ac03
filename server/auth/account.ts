import type { Actor } from '../../shared/policy.ts';
import type { EntityManager } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import type { Passwords } from './passwords.ts';

/** The name others see from now on; what is in the log keeps the old one. */
export async function rename(em: EntityManager, actor: Actor, name: string): Promise<User> {
  const me = await em.findOneOrFail(User, actor.id);
  me.name = name;
  await em.flush();
  return me;
}

/** Gives the caller another password; null if they do not know the one so far. */
export async function changePassword(
  em: EntityManager,
  passwords: Passwords,
  actor: Actor,
  { current, next }: { current: string; next: string },
): Promise<User | null> {
  const me = await em.findOneOrFail(User, actor.id);
  if (!(await passwords.matches(current, me.passwordHash))) return null;
  me.passwordHash = await passwords.hash(next);
  await em.flush();
  return me;
}

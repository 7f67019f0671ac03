import type { Actor } from '../../shared/policy.ts';
import type { EntityManager } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import type { Passwords } from './passwords.ts';

/** Changes the user's name. Events in the log keep the old one. */
export async function rename(em: EntityManager, actor: Actor, name: string): Promise<User> {
  const user = await em.findOneOrFail(User, actor.id);
  user.name = name;
  await em.flush();
  return user;
}

/** Changes the user's password; null if `current` is wrong. */
export async function changePassword(
  em: EntityManager,
  passwords: Passwords,
  actor: Actor,
  { current, next }: { current: string; next: string },
): Promise<User | null> {
  const user = await em.findOneOrFail(User, actor.id);
  if (!(await passwords.matches(current, user.passwordHash))) return null;
  user.passwordHash = await passwords.hash(next);
  await em.flush();
  return user;
}

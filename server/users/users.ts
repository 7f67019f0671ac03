import type { QueryOf } from '../../shared/contract.ts';
import type { Account } from '../../shared/schemas.ts';
import { type EntityManager, queryBuilder } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { notFound } from '../errors.ts';

/** A page of the accounts, in order of creation. */
export async function listUsers(em: EntityManager, { role, limit, after = 0 }: QueryOf<'listUsers'>) {
  let page = queryBuilder(em)
    .selectFrom('users')
    .select(['id', 'name', 'email', 'role', 'active'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit + 1);
  if (role) page = page.where('role', '=', role);
  const rows = await page.execute();
  const users: Account[] = rows.slice(0, limit).map((user) => ({ ...user, active: user.active === 1 }));
  return { users, hasMore: rows.length > limit };
}

/** Activates or deactivates an account; 404 if it does not exist. */
export async function setActive(em: EntityManager, id: number, active: boolean): Promise<User> {
  const user = await em.findOne(User, id);
  if (!user) throw notFound();
  user.active = active;
  await em.flush();
  return user;
}

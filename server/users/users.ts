import type { QueryOf } from '../../shared/contract.ts';
import type { Actor } from '../../shared/policy.ts';
import type { Account } from '../../shared/schemas.ts';
import { endSessionsOf } from '../auth/sessions.ts';
import { excludeCommands } from '../db/locks.ts';
import { type EntityManager, inTransaction, queryBuilder } from '../db/orm.ts';
import { User } from '../entities/user.ts';
import { notFound, unauthenticated } from '../errors.ts';
import { releaseTicketsOf } from '../tickets/commands.ts';

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

/**
 * Activates or deactivates an account; 404 if it does not exist. Deactivation ends its sessions and removes an agent
 * from their unresolved tickets, in one transaction. Returns the ended sessions' ids and the number of those tickets.
 */
export const setActive = (em: EntityManager, actor: Actor, id: number, active: boolean) =>
  inTransaction(em, async (tx) => {
    await excludeCommands(tx);
    const { active: mayChange } = await tx.findOneOrFail(User, actor.id);
    // Deactivated after the request was authenticated: two agents could deactivate each other, and no agent would remain.
    if (!mayChange) throw unauthenticated();
    const user = await tx.findOne(User, id);
    if (!user) throw notFound();
    user.active = active;
    await tx.flush();
    const { email, name, role } = user;
    const account: Account = { id, email, name, role, active };
    if (active) return { account, ended: [], released: 0 };
    return {
      account,
      ended: await endSessionsOf(tx, id),
      released: await releaseTicketsOf(tx, actor, id),
    };
  });

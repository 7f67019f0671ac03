import type { Actor } from '../../shared/policy.ts';
import { type EntityManager, queryBuilder, type Source } from '../db/orm.ts';
import { notFound } from '../errors.ts';

/** The one scope: every read of tickets starts here and returns only what the viewer may see. */
export function visibleTickets(source: Source, viewer: Actor) {
  const all = queryBuilder(source).selectFrom('tickets as t');
  return viewer.role === 'agent' ? all : all.where('t.customer_id', '=', viewer.id);
}

/** A query for tickets, already limited to the viewer's scope. */
export type VisibleTickets = ReturnType<typeof visibleTickets>;

/** Returns the ticket's customer; 404 unless the viewer may see the ticket, the same as for one that does not exist. */
export async function requireVisible(
  em: EntityManager,
  viewer: Actor,
  id: number,
): Promise<{ customerId: number }> {
  const ticket = await visibleTickets(em, viewer)
    .select('t.customer_id as customerId')
    .where('t.id', '=', id)
    .executeTakeFirst();
  if (!ticket) throw notFound();
  return ticket;
}

import type { Actor } from '../../shared/policy.ts';
import type { Role } from '../../shared/vocabulary.ts';
import { queryBuilder, type Source } from '../db/orm.ts';
import { prepare } from '../db/prepared-query.ts';
import { notFound } from '../errors.ts';

/** The one scope: every read of tickets starts here and returns only what the viewer may see. */
export function visibleTickets(source: Source, viewer: Actor) {
  const all = queryBuilder(source).selectFrom('tickets as t');
  return viewer.role === 'agent' ? all : all.where('t.customer_id', '=', viewer.id);
}

/** A query for tickets, already limited to the viewer's scope. */
export type VisibleTickets = ReturnType<typeof visibleTickets>;

/** A viewer in a prepared query: the text depends on the role only. */
export const viewerOf = (role: Role, value: { viewerId: number }): Actor => ({
  role,
  id: value.viewerId,
  name: '',
});

const customerOf = prepare((db, value: { viewerId: number; id: number }, role: Role) =>
  visibleTickets(db, viewerOf(role, value))
    .select('t.customer_id as customerId')
    .where('t.id', '=', value.id),
);

/** Returns the ticket's customer; 404 unless the viewer may see the ticket, the same as for one that does not exist. */
export async function requireVisible(
  source: Source,
  viewer: Actor,
  id: number,
): Promise<{ customerId: number }> {
  const [ticket] = await customerOf(source, viewer.role, { viewerId: viewer.id, id });
  if (!ticket) throw notFound();
  return ticket;
}

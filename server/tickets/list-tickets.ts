import type { QueryOf } from '../../shared/contract.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import { ORDER, sortPosition } from '../../shared/ticket-list.ts';
import { STATUSES, type Status } from '../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../shared/workflow.ts';
import { type EntityManager, inTransaction } from '../db/orm.ts';
import { forbidden } from '../errors.ts';
import { lastSeqFor } from '../events/event-log.ts';
import { presentSummary } from '../presenters/ticket.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { applyFilter } from './filter.ts';
import { COLUMN, pageOf } from './keyset-page.ts';
import { visibleTickets } from './scope.ts';
import { selectListed } from './ticket-queries.ts';
import { countUnread } from './unread-queries.ts';

type Query = QueryOf<'listTickets'>;

/** A page of the viewer's tickets, with the total and the viewer's seq, read in one transaction. */
export async function listTickets(em: EntityManager, viewer: Actor, query: Query) {
  const { sort, limit } = query;
  const cursor = query.cursor === undefined ? null : readCursor(sort, query.cursor);
  if (query.customer !== undefined && !policy.filterByCustomer(viewer)) throw forbidden();
  return inTransaction(em, async (tx) => {
    const { total } = await applyFilter(visibleTickets(tx, viewer), viewer, query)
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    const page = await selectListed(visibleTickets(tx, viewer), viewer)
      .where('t.id', 'in', pageOf(tx, viewer, query, cursor, limit + 1))
      .orderBy(COLUMN[sort], ORDER[sort].direction)
      .orderBy('t.id', 'desc')
      .execute();
    const tickets = page.slice(0, limit).map((row) => ({ ...presentSummary(row), unread: row.unread }));
    const last = page.length > limit ? tickets.at(-1) : undefined;
    const nextCursor = last ? writeCursor(sort, sortPosition(sort, last)) : null;
    return { tickets, nextCursor, total, seq: await lastSeqFor(tx, viewer) };
  });
}

/** Counts the viewer's tickets by status, and those that are mine, unassigned and unread. */
export const countTickets = (em: EntityManager, viewer: Actor) =>
  inTransaction(em, async (tx) => {
    const groups = await visibleTickets(tx, viewer)
      .select(['t.status', 't.agent_id', ({ fn }) => fn.countAll<number>().as('count')])
      .groupBy(['t.agent_id', 't.status'])
      .execute();
    const sum = (isCounted: (group: (typeof groups)[number]) => boolean) =>
      groups.filter(isCounted).reduce((total, { count }) => total + count, 0);
    const unresolvedOf = (assigneeId: number | null) =>
      sum((group) => group.agent_id === assigneeId && UNRESOLVED.includes(group.status));
    const isAgent = viewer.role === 'agent';
    return {
      status: Object.fromEntries(
        STATUSES.map((status) => [status, sum((group) => group.status === status)]),
      ) as Record<Status, number>,
      mine: isAgent ? unresolvedOf(viewer.id) : 0,
      unassigned: isAgent ? unresolvedOf(null) : 0,
      unread: await countUnread(tx, viewer, visibleTickets(tx, viewer)),
      seq: await lastSeqFor(tx, viewer),
    };
  });

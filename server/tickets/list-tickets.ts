import type { QueryOf } from '../../shared/contract.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import type { SearchSort, Sort, SortPosition } from '../../shared/ticket-list.ts';
import { type Role, STATUSES, type Status } from '../../shared/vocabulary.ts';
import { UNRESOLVED } from '../../shared/workflow.ts';
import { type EntityManager, inReadTransaction, type Source } from '../db/orm.ts';
import { prepare } from '../db/prepared-query.ts';
import type { BackgroundReader } from '../db/sqlite/background-reader.ts';
import { forbidden, invalid } from '../errors.ts';
import { lastSeqFor } from '../events/event-log.ts';
import { presentListed } from '../presenters/ticket.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { listPage } from './list-page.ts';
import { viewerOf, visibleTickets } from './scope.ts';
import { findTickets, matchesOf, searchOf } from './search-tickets.ts';
import { selectListed } from './ticket-queries.ts';
import { countUnread } from './unread-queries.ts';

type Query = QueryOf<'listTickets'>;

/**
 * A page of the viewer's tickets, with the total and the viewer's seq, read in one transaction. A search runs on the
 * background reader: it may take long, and here it would block all other requests.
 */
export async function listTickets(em: EntityManager, reader: BackgroundReader, viewer: Actor, query: Query) {
  if (query.customer !== undefined && !policy.filterByCustomer(viewer)) throw forbidden();
  if (query.notes && !policy.readNotes(viewer)) throw forbidden();
  const { q, sort = q === undefined ? 'updated' : 'relevance' } = query;
  if (q === undefined && sort === 'relevance')
    throw invalid([{ path: 'sort', message: 'Only a search (`q`) can be sorted by relevance.' }]);
  const cursor = query.cursor === undefined ? null : readCursor(sort, query.cursor);
  if (q !== undefined) return reader.read(em, (source) => searchPage(source, viewer, query, sort, cursor));
  return inReadTransaction(em, (tx) => listPage(tx, viewer, query, sort as Sort, cursor));
}

async function searchPage(
  source: Source,
  viewer: Actor,
  query: Query,
  sort: SearchSort,
  cursor: SortPosition | null,
) {
  const { limit } = query;
  const search = searchOf(viewer, query);
  const { page, total } = await findTickets(source, search, query, sort, cursor, limit + 1);
  const shown = page.slice(0, limit);
  const ids = shown.map(({ id }) => id);
  const rows =
    ids.length === 0
      ? []
      : await selectListed(visibleTickets(source, viewer), viewer).where('t.id', 'in', ids).execute();
  const listed = new Map(rows.map((row) => [row.id, presentListed(row)]));
  const matches = await matchesOf(source, search, shown, [...listed.values()]);
  const tickets = shown.flatMap(({ id }) => {
    const ticket = listed.get(id);
    return ticket ? [{ ...ticket, match: matches.get(id) ?? null }] : [];
  });
  const last = page.length > limit ? shown.at(-1) : undefined;
  const nextCursor = last ? writeCursor(sort, last) : null;
  return { tickets, nextCursor, total, seq: await lastSeqFor(source, viewer) };
}

const countsByStatus = prepare((db, value: { viewerId: number }, role: Role) =>
  visibleTickets(db, viewerOf(role, value))
    .select(['t.status', 't.agent_id', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy(['t.agent_id', 't.status']),
);

/** Counts the viewer's tickets by status, and those that are mine, unassigned and unread. */
export const countTickets = (em: EntityManager, viewer: Actor) =>
  inReadTransaction(em, async (tx) => {
    const groups = await countsByStatus(tx, viewer.role, { viewerId: viewer.id });
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
      unread: await countUnread(tx, viewer),
      seq: await lastSeqFor(tx, viewer),
    };
  });

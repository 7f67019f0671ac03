import { sql } from 'kysely';
import type { QueryOf } from '../../shared/contract.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import type { SearchMatch } from '../../shared/schemas.ts';
import { parseSearch, type SearchTerm } from '../../shared/search-text.ts';
import { ORDER, type SearchSort, type SortPosition } from '../../shared/ticket-list.ts';
import { queryBuilder, type Source } from '../db/orm.ts';
import { matchingPositions, type Search, ticketRanks, ticketsWith } from '../search/find-texts.ts';
import { snippetOf } from '../search/snippet.ts';
import { applyFilter } from './filter.ts';
import { COLUMN } from './keyset-page.ts';
import { visibleTickets } from './scope.ts';

type Query = QueryOf<'listTickets'>;
type Found = SortPosition & { total: number };

/** What a query searches for; the viewer's scope narrows it to one customer. */
export const searchOf = (viewer: Actor, { q = '', notes = false, customer }: Query): Search => ({
  viewer,
  terms: parseSearch(q),
  customerId: viewer.role === 'customer' ? viewer.id : customer,
  notes,
});

/** The positions of the next `length` tickets that match, in the list's order, and how many match in all. */
export async function findTickets(
  source: Source,
  search: Search,
  query: Query,
  sort: SearchSort,
  cursor: SortPosition | null,
  length: number,
): Promise<{ page: SortPosition[]; total: number }> {
  if (search.terms.length === 0) return { page: [], total: 0 };
  const found = foundTickets(source, search, query, sort);
  const ascending = sort !== 'relevance' && ORDER[sort].direction === 'asc';
  const direction = ascending ? sql`asc` : sql`desc`;
  const after = cursor
    ? sql`where key ${ascending ? sql`>` : sql`<`} ${cursor.key} or (key = ${cursor.key} and id < ${cursor.id})`
    : sql``;
  const { rows } = await sql<Found>`
    with found as materialized ${found}
    select id, key, (select count(*) from found) as total from found ${after}
    order by key ${direction}, id desc limit ${length}`.execute(queryBuilder(source));
  const total = rows[0]?.total ?? (cursor ? await countFound(source, search, query) : 0);
  return { page: rows.map(({ id, key }) => ({ id, key })), total };
}

/** The viewer's tickets that match every term and the filters, with their sort keys. */
function foundTickets(source: Source, search: Search, query: Query, sort: SearchSort) {
  let found = applyFilter(visibleTickets(source, search.viewer), search.viewer, query, true);
  for (const term of search.terms) found = found.where(sql<boolean>`t.id in (${ticketsWith(search, term)})`);
  if (sort !== 'relevance') return found.select(['t.id', sql<number>`${sql.ref(COLUMN[sort])}`.as('key')]);
  return found
    .leftJoin(sql<{ ticket: number; rank: number }>`(${ticketRanks(search)})`.as('ranks'), (on) =>
      on.onRef('ranks.ticket', '=', 't.id'),
    )
    .select(['t.id', sql<number>`coalesce(ranks.rank, 0)`.as('key')]);
}

async function countFound(source: Source, search: Search, query: Query): Promise<number> {
  const found = foundTickets(source, search, query, 'created');
  const { rows } = await sql<{ total: number }>`select count(*) as total from ${found}`.execute(
    queryBuilder(source),
  );
  return rows[0]?.total ?? 0;
}

type Listed = { id: number; subject: string; customer: { name: string; email: string } };

/** Where each ticket matches: in its subject, else in its newest matching text, else in its customer, else in a note. */
export async function matchesOf(
  source: Source,
  search: Search,
  tickets: Listed[],
): Promise<Map<number, SearchMatch | null>> {
  const { viewer, terms } = search;
  const matches = new Map<number, SearchMatch | null>();
  for (const { id, subject } of tickets) matches.set(id, matchIn('subject', subject, terms));
  const others = tickets.filter(({ id }) => matches.get(id) === null);
  if (others.length === 0) return matches;
  const positions = matchingPositions(search);
  const rows = await visibleTickets(source, viewer)
    .select(['t.id', positions.text.as('text'), positions.note.as('note')])
    .where(
      't.id',
      'in',
      others.map(({ id }) => id),
    )
    .execute();
  const texts = await textsAt(source, viewer, rows);
  for (const { id, customer } of others) {
    const text = texts.get(id);
    const byCustomer = () => matchIn('customer', `${customer.name} ${customer.email}`, terms);
    const inText = text && matchIn(text.field, text.content, terms);
    matches.set(id, (text?.field === 'note' && byCustomer()) || inText || byCustomer());
  }
  return matches;
}

function matchIn(field: SearchMatch['field'], text: string, terms: SearchTerm[]): SearchMatch | null {
  const snippet = snippetOf(text, terms);
  return snippet && { field, snippet };
}

type Position = { id: number; text: number | null; note: number | null };

/** The texts at these positions: of each ticket the public one, or the note if there is none. */
async function textsAt(source: Source, viewer: Actor, rows: Position[]) {
  const texts = new Map<number, { field: SearchMatch['field']; content: string }>();
  const descriptions = rows.filter(({ text }) => text === 0).map(({ id }) => id);
  const replies = rows.flatMap(({ id, text, note }) =>
    (text ?? note) ? [{ id, position: text ?? note ?? 0 }] : [],
  );
  if (descriptions.length > 0) {
    const found = visibleTickets(source, viewer)
      .select(['t.id', 't.description'])
      .where('t.id', 'in', descriptions);
    for (const { id, description } of await found.execute())
      texts.set(id, { field: 'description', content: description });
  }
  if (replies.length > 0) {
    const all = queryBuilder(source)
      .selectFrom('replies as r')
      .select(['r.ticket_id', 'r.content', 'r.internal'])
      .where((eb) =>
        eb.or(
          replies.map(({ id, position }) =>
            eb.and([eb('r.ticket_id', '=', id), eb('r.position', '=', position)]),
          ),
        ),
      );
    const found = policy.readNotes(viewer) ? all : all.where('r.internal', '=', 0);
    for (const { ticket_id, content, internal } of await found.execute())
      texts.set(ticket_id, { field: internal ? 'note' : 'reply', content });
  }
  return texts;
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { QueryOf } from '../../shared/contract.ts';
import { type Actor, policy } from '../../shared/policy.ts';
import type { SearchMatch } from '../../shared/schemas.ts';
import { parseSearch, type SearchTerm } from '../../shared/search-text.ts';
import { ORDER, type SearchSort, type SortPosition } from '../../shared/ticket-list.ts';
import { queryBuilder, type Source } from '../db/orm.ts';
import { type Hit, type Search, ticketsWith } from '../search/find-texts.ts';
import { snippetOf } from '../search/snippet.ts';
import { placeOf } from '../search/text-index.ts';
import { filteredTickets } from './filter.ts';
import { COLUMN } from './keyset-page.ts';
import { visibleTickets } from './scope.ts';

type Query = QueryOf<'listTickets'>;

/** What a query searches for; the viewer's scope narrows it to one customer. */
export const searchOf = (viewer: Actor, { q = '', notes = false, customer }: Query): Search => ({
  viewer,
  terms: parseSearch(q),
  customerId: viewer.role === 'customer' ? viewer.id : customer,
  notes,
});

/** A ticket of the results: its position in the list, and the rows of the index that its snippet can show. */
export type Found = SortPosition & Pick<Hit, 'text' | 'note'>;

/** The next `length` tickets that match, in the list's order, and how many match in all. */
export async function findTickets(
  source: Source,
  search: Search,
  query: Query,
  sort: SearchSort,
  cursor: SortPosition | null,
  length: number,
): Promise<{ page: Found[]; total: number }> {
  if (search.terms.length === 0) return { page: [], total: 0 };
  const ascending = sort !== 'relevance' && ORDER[sort].direction === 'asc';
  const direction = ascending ? sql`asc` : sql`desc`;
  const after = cursor
    ? sql`where key ${ascending ? sql`>` : sql`<`} ${cursor.key} or (key = ${cursor.key} and id < ${cursor.id})`
    : sql``;
  const { rows } = await sql<Found & { total: number }>`
    with found as materialized ${await foundTickets(source, search, query, sort)},
      page as (select * from found ${after} order by key ${direction}, id desc limit ${length})
    select page.*, counted.total from (select count(*) as total from found) as counted left join page on true
    order by key ${direction}, id desc`.execute(queryBuilder(source));
  return { page: rows.filter(({ id }) => id !== null), total: rows[0]?.total ?? 0 };
}

/** A subquery for the viewer's tickets that match the search and the filters, with their sort keys. */
async function foundTickets(
  source: Source,
  search: Search,
  query: Query,
  sort: SearchSort,
): Promise<RawBuilder<Found>> {
  const { status, priority, assignee } = query;
  const hits = await ticketsWith(source, search);
  // The index knows the scope; only filters and other sorts need the tickets.
  if (sort === 'relevance' && !status && !priority && assignee === undefined)
    return sql`(select ticket as id, rank as key, text, note from (${hits}) as hits)`;
  const found = filteredTickets(source, search.viewer, query, true)
    .innerJoin(sql<Hit>`(${hits})`.as('hits'), (on) => on.onRef('hits.ticket', '=', 't.id'))
    .select(['t.id', 'hits.text', 'hits.note'])
    .select(sql.ref<number>(sort === 'relevance' ? 'hits.rank' : COLUMN[sort]).as('key'));
  return sql`${found}`;
}

/** A snippet of a long text takes up to 20 ms. After this time, the server first answers other requests. */
const MAX_BLOCKED_MS = 5;

type Listed = { id: number; subject: string; customer: { name: string; email: string } };

/** Where each ticket matches: in its subject, else in its newest matching text, else in its customer, else in a note. */
export async function matchesOf(
  source: Source,
  { viewer, terms }: Search,
  found: Found[],
  tickets: Listed[],
): Promise<Map<number, SearchMatch | null>> {
  const matches = new Map<number, SearchMatch | null>();
  for (const { id, subject } of tickets) matches.set(id, matchIn('subject', subject, terms));
  const others = tickets.filter(({ id }) => matches.get(id) === null);
  const texts = await textsAt(
    source,
    viewer,
    found.filter(({ id }) => others.some((other) => other.id === id)),
  );
  let blockedSince = performance.now();
  for (const { id, customer } of others) {
    if (performance.now() - blockedSince > MAX_BLOCKED_MS) {
      await nextTurn();
      blockedSince = performance.now();
    }
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

/** The texts of these tickets with a hit: of each the public one, or the note if there is none. */
async function textsAt(source: Source, viewer: Actor, found: Found[]) {
  const texts = new Map<number, { field: SearchMatch['field']; content: string }>();
  const places = found.flatMap(({ text, note }) => {
    const row = text ?? note;
    return row === null ? [] : placeOf(row);
  });
  const descriptions = places.flatMap(({ ticketId, place }) => (place === 'description' ? ticketId : []));
  const replies = places.flatMap(({ ticketId, place }) =>
    typeof place === 'object' ? { ticketId, position: place.reply } : [],
  );
  if (descriptions.length > 0) {
    const rows = visibleTickets(source, viewer)
      .select(['t.id', 't.description'])
      .where('t.id', 'in', descriptions);
    for (const { id, description } of await rows.execute())
      texts.set(id, { field: 'description', content: description });
  }
  if (replies.length > 0) {
    const all = queryBuilder(source)
      .selectFrom('replies as r')
      .select(['r.ticket_id', 'r.content', 'r.internal'])
      .where((eb) =>
        eb.or(
          replies.map(({ ticketId, position }) =>
            eb.and([eb('r.ticket_id', '=', ticketId), eb('r.position', '=', position)]),
          ),
        ),
      );
    const rows = policy.readNotes(viewer) ? all : all.where('r.internal', '=', 0);
    for (const { ticket_id, content, internal } of await rows.execute())
      texts.set(ticket_id, { field: internal ? 'note' : 'reply', content });
  }
  return texts;
}

import { type RawBuilder, sql } from 'kysely';
import { type Actor, policy } from '../../shared/policy.ts';
import type { SearchTerm } from '../../shared/search-text.ts';
import { isPostgres, queryBuilder, type Source } from '../db/orm.ts';
import * as postgres from './postgres-index.ts';
import * as sqlite from './sqlite-index.ts';
import { SUBJECT, scopeWord, TEXTS_PER_TICKET } from './text-index.ts';

/** What a search reads: the viewer's scope is part of every query of the index. */
export type Search = {
  viewer: Actor;
  terms: SearchTerm[];
  /** The only customer whose tickets are searched, if there is one. */
  customerId: number | undefined;
  /** Also search notes. */
  notes: boolean;
};

/** A ticket that matches: its rank, and its newest texts with a hit as rows of the index (null: there is none). */
export type Hit = { ticket: number; rank: number; text: number | null; note: number | null };

/** A query for the tickets in which every term occurs, in any of their texts or in their customer. */
export async function ticketsWith(source: Source, search: Search): Promise<RawBuilder<Hit>> {
  const places: Place[][] = [];
  for (const term of search.terms) places.push(await placesOf(source, search, term));
  const [first = [], ...others] = places;
  if (others.length === 0) return rank(first.map(hits));
  const isElsewhere = others.map((all) => sql`ticket in (${union(all.map(tickets))})`);
  return sql`with matching as materialized (
      select distinct ticket from (${union(first.map(tickets))}) as first_term where ${sql.join(isElsewhere, sql` and `)}
    ) ${rank(places.flat().map(hits), sql`where ticket in (select ticket from matching)`)}`;
}

/** Where a term can occur: a condition of a query, and what a row that meets it adds to the hit of its ticket. */
type Place = {
  ticket: RawBuilder<number>;
  weight: RawBuilder<number>;
  text: RawBuilder<number | null>;
  note: RawBuilder<number | null>;
  from: RawBuilder<unknown>;
};

const NUMBER_WEIGHT = 1_000_000;
const SUBJECT_WEIGHT = 10_000;

async function placesOf(source: Source, search: Search, term: SearchTerm): Promise<Place[]> {
  const { viewer, customerId, notes } = search;
  const { hasTerm } = isPostgres(source) ? postgres : sqlite;
  const scope = customerId === undefined ? null : scopeWord(customerId);
  const none = { weight: sql.lit(0), text: NONE, note: NONE };
  const places: Place[] = [
    {
      ...none,
      ticket: ticketOf,
      weight: sql`case rowid % ${sql.lit(TEXTS_PER_TICKET)} when ${sql.lit(SUBJECT)} then ${sql.lit(SUBJECT_WEIGHT)} else 1 end`,
      text: sql`rowid`,
      from: sql`from search where ${hasTerm('search', term, scope)}`,
    },
  ];
  const customers = customersWith(search, term);
  const { rows: named } = await sql`${customers} limit 1`.execute(queryBuilder(source));
  // Most words are in no name: one place less to merge.
  if (named.length > 0)
    places.push({ ...none, ticket: sql`id`, from: sql`from tickets where customer_id in (${customers})` });
  if (term.number !== null) {
    const own = customerId === undefined ? sql`` : sql`and customer_id = ${customerId}`;
    const from = sql`from tickets where id = ${term.number} ${own}`;
    places.push({ ...none, ticket: sql`id`, weight: sql.lit(NUMBER_WEIGHT), from });
  }
  if (notes && policy.readNotes(viewer)) {
    const from = sql`from note_search where ${hasTerm('note_search', term, null)}`;
    places.push({ ...none, ticket: ticketOf, weight: sql.lit(1), note: sql`rowid`, from });
  }
  return places;
}

const tickets = ({ ticket, from }: Place) => sql`select ${ticket} as ticket ${from}`;
const hits = ({ ticket, weight, text, note, from }: Place) =>
  sql`select ${ticket} as ticket, ${weight} as weight, ${text} as text, ${note} as note ${from}`;
const NONE = sql<null>`cast(null as bigint)`;
const union = (queries: RawBuilder<unknown>[]) => sql.join(queries, sql` union all `);

/**
 * The hits of each ticket as one. The rank: the ticket's number first, then hits in the subject, then the number of texts
 * with hits. Not bm25: every word is required, so how rare a word is changes little, and a customer could compare how often
 * others write it.
 */
const rank = (all: RawBuilder<unknown>[], condition = sql``) => sql<Hit>`
  select ticket, sum(weight) as rank, max(text) as text, max(note) as note from (${union(all)}) as hits ${condition} group by ticket`;

/** The ticket of a row of the index. */
const ticketOf = sql<number>`rowid / ${sql.lit(TEXTS_PER_TICKET)}`;

function customersWith({ customerId }: Search, { words, isPrefix }: SearchTerm): RawBuilder<number> {
  const scope = customerId === undefined ? sql`role = 'customer'` : sql`id = ${customerId}`;
  return sql`select id from users where ${scope} and search_text like ${`% ${words.join(' ')}${isPrefix ? '' : ' '}%`}`;
}

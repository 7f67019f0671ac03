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
  const queries: RawBuilder<Hit>[] = [];
  for (const term of search.terms) queries.push(await ticketsWithTerm(source, search, term));
  const [first, ...others] = queries;
  if (!first) throw new Error('A search needs a term');
  if (others.length === 0) return first;
  return sql`select ticket, sum(rank) as rank, max(text) as text, max(note) as note
    from (${sql.join(queries, sql` union all `)}) as terms group by ticket having count(*) = ${queries.length}`;
}

const NUMBER_WEIGHT = 1_000_000;
const SUBJECT_WEIGHT = 10_000;

/**
 * The rank: the ticket's number first, then hits in the subject, then the number of texts with hits. Not bm25: every
 * word is required, so how rare a word is changes little, and a customer could compare how often others write it.
 */
async function ticketsWithTerm(source: Source, search: Search, term: SearchTerm): Promise<RawBuilder<Hit>> {
  const { viewer, customerId, notes } = search;
  const { hasTerm } = isPostgres(source) ? postgres : sqlite;
  const scope = customerId === undefined ? null : scopeWord(customerId);
  const weight = sql`case rowid % ${sql.lit(TEXTS_PER_TICKET)} when ${sql.lit(SUBJECT)} then ${sql.lit(SUBJECT_WEIGHT)} else 1 end`;
  const inTexts = sql<Hit>`select ${ticketOf} as ticket, sum(${weight}) as rank, max(rowid) as text, ${none} as note
    from search where ${hasTerm('search', term, scope)} group by 1`;
  const parts = [inTexts];
  const customers = customersWith(search, term);
  const { rows: named } = await sql`${customers} limit 1`.execute(queryBuilder(source));
  if (named.length > 0)
    parts.push(sql`select id, 0, ${none}, ${none} from tickets where customer_id in (${customers})`);
  if (term.number !== null) {
    const own = customerId === undefined ? sql`` : sql`and customer_id = ${customerId}`;
    parts.push(
      sql`select id, ${sql.lit(NUMBER_WEIGHT)}, ${none}, ${none} from tickets where id = ${term.number} ${own}`,
    );
  }
  if (notes && policy.readNotes(viewer))
    parts.push(
      sql`select ${ticketOf}, 1, ${none}, rowid from note_search where ${hasTerm('note_search', term, null)}`,
    );
  // Most terms occur in texts only: merging costs as much as reading them.
  if (parts.length === 1) return inTexts;
  return sql`select ticket, sum(rank) as rank, max(text) as text, max(note) as note
    from (${sql.join(parts, sql` union all `)}) as parts group by ticket`;
}

const none = sql`cast(null as bigint)`;

/** The ticket of a row of the index. */
const ticketOf = sql`rowid / ${sql.lit(TEXTS_PER_TICKET)}`;

function customersWith({ customerId }: Search, { words, isPrefix }: SearchTerm): RawBuilder<number> {
  const scope = customerId === undefined ? sql`role = 'customer'` : sql`id = ${customerId}`;
  return sql`select id from users where ${scope} and search_text like ${`% ${words.join(' ')}${isPrefix ? '' : ' '}%`}`;
}

import { type RawBuilder, sql } from 'kysely';
import { type Actor, policy } from '../../shared/policy.ts';
import type { SearchTerm } from '../../shared/search-text.ts';
import { POSITIONS, scopeWord } from './text-index.ts';

/** What a search reads: the viewer's scope is part of every query of the index. */
export type Search = {
  viewer: Actor;
  terms: SearchTerm[];
  /** The only customer whose tickets are searched, if there is one. */
  customerId: number | undefined;
  /** Also search notes. */
  notes: boolean;
};

/** The ids of the tickets in which a term occurs: in a text, in the customer's name or address, or as the number. */
export function ticketsWith(search: Search, term: SearchTerm): RawBuilder<number> {
  const parts = [
    sql`select ${ticketOf} from search where search match ${inScope(search, `{subject text} : ${phrase(term)}`)}`,
    sql`select id from tickets where customer_id in (${customersWith(search, term)})`,
  ];
  if (term.number !== null) parts.push(sql`select ${term.number}`);
  if (searchesNotes(search))
    parts.push(sql`select ${ticketOf} from note_search where note_search match ${phrase(term)}`);
  return sql`${sql.join(parts, sql` union all `)}`;
}

const searchesNotes = ({ viewer, notes }: Search) => notes && policy.readNotes(viewer);

/** The ticket of a row of the index. */
const ticketOf = sql`rowid / ${sql.lit(POSITIONS)}`;

function customersWith({ customerId }: Search, { words, isPrefix }: SearchTerm): RawBuilder<number> {
  const scope = customerId === undefined ? sql`role = 'customer'` : sql`id = ${customerId}`;
  return sql`select id from users where ${scope} and search_text like ${`% ${words.join(' ')}${isPrefix ? '' : ' '}%`}`;
}

/** A term in the index's query language. Words contain letters, digits and marks only, so nothing is an operator. */
const phrase = ({ words, isPrefix }: SearchTerm) => `"${words.join(' ')}"${isPrefix ? ' *' : ''}`;

const anyOf = (terms: SearchTerm[]) => terms.map(phrase).join(' OR ');

const inScope = ({ customerId }: Search, query: string) =>
  customerId === undefined ? query : `scope : "${scopeWord(customerId)}" AND (${query})`;

const NUMBER_WEIGHT = 1_000_000;
const SUBJECT_WEIGHT = 10_000;

/**
 * The rank of each ticket: its number first, then hits in the subject, then the number of texts with hits. Not bm25:
 * every word is required, so how rare a word is changes little, and a customer could compare how often others write it.
 */
export function ticketRanks(search: Search): RawBuilder<{ ticket: number; rank: number }> {
  const { terms } = search;
  const subjects = terms.map(
    (term) =>
      sql`select ${ticketOf} as ticket, ${SUBJECT_WEIGHT} as weight from search
        where search match ${inScope(search, `{subject} : ${phrase(term)}`)}`,
  );
  const numbers = terms.flatMap(({ number }) =>
    number === null ? [] : sql`select ${number}, ${NUMBER_WEIGHT}`,
  );
  const texts = sql`select ${ticketOf}, 1 from search where search match ${inScope(search, `{text} : (${anyOf(terms)})`)}`;
  const all = sql.join([...subjects, ...numbers, texts], sql` union all `);
  return sql`select ticket, sum(weight) as rank from (${all}) group by ticket`;
}

/** The position of the newest text of a ticket `t` with any of the terms: of a public text, and of a note. `null`: none. */
export function matchingPositions(search: Search) {
  const first = sql`t.id * ${sql.lit(POSITIONS)}`;
  const newest = (table: 'search' | 'note_search', query: string) => sql<number | null>`(
    select rowid - ${first} from ${sql.table(table)}
    where ${sql.table(table)} match ${query} and rowid between ${first} and ${first} + ${sql.lit(POSITIONS - 1)}
    order by rowid desc limit 1
  )`;
  return {
    text: newest('search', inScope(search, `{text} : (${anyOf(search.terms)})`)),
    note: searchesNotes(search) ? newest('note_search', anyOf(search.terms)) : sql<null>`null`,
  };
}

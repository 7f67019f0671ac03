import { type RawBuilder, sql } from 'kysely';
import type { SearchTerm } from '../../shared/search-text.ts';
import { type EntityManager, queryBuilder } from '../db/orm.ts';

// On PostgreSQL a row has its words as text and, for the index, each different word once as a lexeme. The positions that a
// tsvector may hold are too few for long texts, so phrases are compared with the text.

/** A lexeme has at most 2046 bytes. Longer words are compared with the text. */
const MAX_LEXEME_LENGTH = 500;

const lexemeOf = (word: string) => word.slice(0, MAX_LEXEME_LENGTH).toWellFormed();
/** No word contains this character. */
const scopeLexeme = (scope: string) => `@${scope}`;

/** Whether a row of the index contains the term, and the word of a scope if there is one. */
export function hasTerm(
  _: 'search' | 'note_search',
  { words, isPrefix }: SearchTerm,
  scope: string | null,
): RawBuilder<boolean> {
  const last = words.length - 1;
  // Words contain letters, digits, marks and emoji only: nothing in them ends the quotation.
  const required = words.map((word, i) => {
    const isCut = word.length > MAX_LEXEME_LENGTH;
    return `'${lexemeOf(word)}'${i === last && isPrefix && !isCut ? ':*' : ''}`;
  });
  if (scope !== null) required.push(`'${scopeLexeme(scope)}'`);
  const inIndex = sql<boolean>`lexemes @@ cast(${required.join(' & ')} as tsquery)`;
  if (words.length === 1 && (words[0] ?? '').length <= MAX_LEXEME_LENGTH) return inIndex;
  const phrase = `% ${words.join(' ')}${isPrefix ? '' : ' '}%`;
  return sql`${inIndex} and ' ' || words || ' ' like ${phrase}`;
}

type Row = { rowid: number; text: string; scope?: string };

/** Adds texts to the index. */
export async function insertLexemes(
  em: EntityManager,
  table: 'search' | 'note_search',
  rows: readonly Row[],
): Promise<void> {
  const column = (value: (row: Row) => unknown) => sql`${rows.map(value)}`;
  // No lexeme contains a space.
  await sql`insert into ${sql.table(table)} (rowid, words, lexemes)
    select rowid, words, array_to_tsvector(string_to_array(lexemes, ' '))
    from unnest(cast(${column(({ rowid }) => rowid)} as bigint[]), cast(${column(({ text }) => text)} as text[]),
      cast(${column(lexemesOf)} as text[])) as added (rowid, words, lexemes)`.execute(queryBuilder(em));
}

function lexemesOf({ text, scope }: Row): string {
  const lexemes = new Set(text.split(' ').filter(Boolean).map(lexemeOf));
  if (scope) lexemes.add(scopeLexeme(scope));
  return [...lexemes].join(' ');
}

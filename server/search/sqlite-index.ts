import { type RawBuilder, sql } from 'kysely';
import type { SearchTerm } from '../../shared/search-text.ts';

/** Whether a row of the index contains the term, and the word of a scope if there is one. */
export function hasTerm(
  table: 'search' | 'note_search',
  { words, isPrefix }: SearchTerm,
  scope: string | null,
): RawBuilder<boolean> {
  // Words contain letters, digits, marks and emoji only, so nothing in them is an operator.
  const phrase = `text : "${words.join(' ')}"${isPrefix ? ' *' : ''}`;
  return sql`${sql.ref(table)} match ${scope === null ? phrase : `scope : "${scope}" AND (${phrase})`}`;
}

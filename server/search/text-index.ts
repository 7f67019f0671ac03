import { sql } from 'kysely';
import { searchText } from '../../shared/search-text.ts';
import { type EntityManager, queryBuilder } from '../db/orm.ts';

/**
 * The full-text index: the table `search` holds public texts, `note_search` the notes. Each row is one text (a ticket's
 * subject and description, or one reply), as the words that `shared/search-text.ts` makes of it. Texts never change, so
 * rows are only added.
 */

/** A row's number holds its ticket's id and, in the lower bits, the text's position in the thread (0: the ticket). */
export const POSITIONS = 2 ** 24;

/** The word that marks a customer's texts in the index: it limits a search to them. */
export const scopeWord = (customerId: number) => `c${customerId}`;

type Text = {
  ticketId: number;
  /** The reply's position in its thread; 0 for the ticket's subject and description. */
  position: number;
  customerId: number;
  subject?: string;
  text: string;
  internal?: boolean;
};

/** Adds a text to the index, in the transaction that creates it. */
export async function indexText(em: EntityManager, added: Text): Promise<void> {
  const { ticketId, position, customerId, subject = '', text, internal = false } = added;
  const id = ticketId * POSITIONS + position;
  const words = searchText(text);
  const row = internal
    ? sql`note_search (rowid, text) values (${id}, ${words})`
    : sql`search (rowid, subject, text, scope) values (${id}, ${searchText(subject)}, ${words}, ${scopeWord(customerId)})`;
  await sql`insert into ${row}`.execute(queryBuilder(em));
}

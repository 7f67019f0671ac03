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

export type IndexedText = {
  ticketId: number;
  /** The reply's position in its thread; 0 for the ticket's subject and description. */
  position: number;
  customerId: number;
  subject?: string;
  text: string;
  internal?: boolean;
};

/** The row of a text in the index, and its table. */
export function toIndexRow({ ticketId, position, customerId, subject, text, internal }: IndexedText) {
  const row = { rowid: ticketId * POSITIONS + position, text: searchText(text) };
  if (internal) return { table: 'note_search', row } as const;
  const scope = scopeWord(customerId);
  return { table: 'search', row: { ...row, subject: searchText(subject ?? ''), scope } } as const;
}

/** Adds a text to the index, in the transaction that creates it. */
export async function indexText(em: EntityManager, added: IndexedText): Promise<void> {
  const { table, row } = toIndexRow(added);
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
  const values = sql.join(Object.values(row));
  await sql`insert into ${sql.table(table)} (${columns}) values (${values})`.execute(queryBuilder(em));
}

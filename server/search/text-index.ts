import { searchText } from '../../shared/search-text.ts';
import { type EntityManager, isPostgres } from '../db/orm.ts';
import { insertRow } from '../db/prepared-query.ts';
import { insertLexemes } from './postgres-index.ts';

/**
 * The full-text index: the table `search` holds public texts, `note_search` the notes. Each row is one text (a ticket's
 * subject, its description or one reply), as the words that `shared/search-text.ts` makes of it. Texts never change, so
 * rows are only added.
 */

/** A row's number holds its ticket's id and, in the lower bits, which text of the ticket it is. */
export const TEXTS_PER_TICKET = 2 ** 24;
export const SUBJECT = 0;
const DESCRIPTION = 1;

type Place = 'subject' | 'description' | { reply: number };

/** The number of a text's row. Replies have positions from 1. */
const rowidOf = (ticketId: number, place: Place) => {
  const text =
    place === 'subject' ? SUBJECT : place === 'description' ? DESCRIPTION : DESCRIPTION + place.reply;
  return ticketId * TEXTS_PER_TICKET + text;
};

/** The place of a row's text; replies by their position in the thread. */
export function placeOf(rowid: number): { ticketId: number; place: Place } {
  const text = rowid % TEXTS_PER_TICKET;
  const place =
    text === SUBJECT ? 'subject' : text === DESCRIPTION ? 'description' : { reply: text - DESCRIPTION };
  return { ticketId: Math.floor(rowid / TEXTS_PER_TICKET), place };
}

/** The word that marks a customer's texts in the index: it limits a search to them. */
export const scopeWord = (customerId: number) => `c${customerId}`;

export type IndexedText = {
  ticketId: number;
  customerId: number;
  place: Place;
  text: string;
  internal?: boolean;
};

/** The row of a text in the index, and its table. */
export function toIndexRow({ ticketId, customerId, place, text, internal }: IndexedText) {
  const row = { rowid: rowidOf(ticketId, place), text: searchText(text) };
  if (internal) return { table: 'note_search', row } as const;
  return { table: 'search', row: { ...row, scope: scopeWord(customerId) } } as const;
}

/** Adds a text to the index, in the transaction that creates it. */
export const indexText = (em: EntityManager, added: IndexedText): Promise<void> => indexTexts(em, [added]);

/** Adds texts to the index, in the transaction that creates them. */
export async function indexTexts(em: EntityManager, added: readonly IndexedText[]): Promise<void> {
  const rows = added.map(toIndexRow);
  if (!isPostgres(em)) {
    for (const { table, row } of rows) await insertRow(em, table, row);
    return;
  }
  for (const table of ['search', 'note_search'] as const) {
    const ofTable = rows.filter((one) => one.table === table).map(({ row }) => row);
    if (ofTable.length > 0) await insertLexemes(em, table, ofTable);
  }
}

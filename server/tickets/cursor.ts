import { z } from 'zod';
import { SEARCH_SORTS, type SearchSort, type SortPosition } from '../../shared/ticket-list.ts';
import { invalid } from '../errors.ts';

const Cursor = z.tuple([z.enum(SEARCH_SORTS), z.int().nonnegative(), z.int().positive()]);

/** Encodes a position in a sorted list as an opaque string. */
export const writeCursor = (sort: SearchSort, { key, id }: SortPosition): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');

/** Decodes a cursor; 400 if it is invalid or belongs to another sort. */
export function readCursor(sort: SearchSort, cursor: string): SortPosition {
  const parsed = Cursor.safeParse(parse(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== sort) {
    throw invalid([
      { path: 'cursor', message: 'Invalid cursor. Use `nextCursor` of a response with the same sort.' },
    ]);
  }
  const [, key, id] = parsed.data;
  return { key, id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

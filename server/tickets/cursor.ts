import { z } from 'zod';
import { SORTS, type Sort, type SortPosition } from '../../shared/ticket-list.ts';
import { invalid } from '../errors.ts';

const Cursor = z.tuple([z.enum(SORTS), z.int().nonnegative(), z.int().positive()]);

/** A place in a sorted list as a client passes it back: to them only a string. */
export const writeCursor = (sort: Sort, { key, id }: SortPosition): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');

/** 400 if this is no cursor of ours, or one of another sort. */
export function readCursor(sort: Sort, cursor: string): SortPosition {
  const read = Cursor.safeParse(parse(Buffer.from(cursor, 'base64url').toString()));
  if (!read.success || read.data[0] !== sort) {
    throw invalid([{ path: 'cursor', message: 'Take the cursor from the last answer, with the same sort.' }]);
  }
  const [, key, id] = read.data;
  return { key, id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The stored text that one page of a long list holds in memory, about. */
export const PAGE_BYTES = 256 * 1024;

/**
 * A long list of a response: its first page, and the pages after it. Those are read only while the response is sent,
 * to hold one page in memory and not the whole list.
 */
export class PagedList<T> {
  readonly first: T[];
  /** Null if there is only one page. */
  readonly rest: AsyncIterable<T[]> | null;

  constructor(first: T[], rest: AsyncIterable<T[]> | null) {
    this.first = first;
    this.rest = rest;
  }
}

/** A response in which lists may be paged. */
export type Paged<T> = T extends object
  ? { [K in keyof T]: T[K] extends (infer E)[] ? E[] | PagedList<E> : T[K] }
  : T;

/** An item of a list and its stored size. */
export type Sized = { bytes: number };

/** Splits a list into runs of at most `maxBytes`; a larger item is a run of its own. */
export function splitByBytes<T extends Sized>(items: T[], maxBytes: number): T[][] {
  const runs: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const run = runs.at(-1);
    if (run && bytes + item.bytes <= maxBytes) {
      run.push(item);
      bytes += item.bytes;
    } else {
      runs.push([item]);
      bytes = item.bytes;
    }
  }
  return runs;
}

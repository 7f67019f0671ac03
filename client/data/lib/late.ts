import { getOwner, runWithOwner } from 'solid-js';

/** Something that is made when it is first opened, by a page that brings the code for it along, and kept from then on. */
export type Late<T> = { open: (make: () => T) => T; get: () => T | undefined };

/** Makes its place; whatever is made there later ends with the calling owner. */
export function createLate<T>(): Late<T> {
  const owner = getOwner();
  let made: T | undefined;
  return {
    open: (make) => {
      runWithOwner(owner, () => {
        made ??= make();
      });
      if (made === undefined) throw new Error('It could not be made.');
      return made;
    },
    get: () => made,
  };
}

/** Compares two JSON values by content. The order of keys must be the same. */
export const deepEqual = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

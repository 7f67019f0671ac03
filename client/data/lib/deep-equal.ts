/** Do these say the same? For what came as JSON, where the same thing read twice is two objects. */
export const deepEqual = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

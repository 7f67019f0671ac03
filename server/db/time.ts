/** A point in time as the API sends it; columns hold epoch milliseconds, entities hold dates. */
export const iso = (time: Date | number): string => new Date(time).toISOString();
export const isoOrNull = (time: number | null): string | null => (time === null ? null : iso(time));

/**
 * How many saves of each tab a version contains. A version that contains all saves of another one continues it; two
 * versions of which neither continues the other were written at the same time.
 */
export type SaveCounts = Readonly<Record<string, number>>;

/** The draft as one tab saved it. */
export type DraftVersion<T> = { value: T; contains: SaveCounts; savedAt: number };

/** The operations on a draft's content. */
export type DraftContent<T> = {
  empty: () => T;
  isEmpty: (value: T) => boolean;
  /** Whether all text of `part` is in `whole`. */
  includes: (whole: T, part: T) => boolean;
  /** The first value with the text of the second appended. */
  append: (first: T, second: T) => T;
  /** What remains of the draft after this text of it was sent. */
  withoutSent: (value: T, sent: string) => T;
};

/** Whether a version with these saves continues one with those. */
export const continues = (later: SaveCounts, earlier: SaveCounts): boolean =>
  Object.entries(earlier).every(([tab, count]) => (later[tab] ?? 0) >= count);

/** The saves that either contains. */
export function joinCounts(a: SaveCounts, b: SaveCounts): SaveCounts {
  const joined: Record<string, number> = { ...a };
  for (const [tab, count] of Object.entries(b)) joined[tab] = Math.max(joined[tab] ?? 0, count);
  return joined;
}

/**
 * Adds a version to the stored ones and removes those that it replaces: the ones it continues, and the ones whose text
 * it has. A version with other text stays, so no tab deletes the text of another.
 */
export function addVersion<T>(
  stored: readonly DraftVersion<T>[],
  added: DraftVersion<T>,
  content: DraftContent<T>,
): DraftVersion<T>[] {
  const others = stored.filter(({ contains }) => !continues(added.contains, contains));
  const isReplaced = ({ value }: DraftVersion<T>) => content.includes(added.value, value);
  const contains = others
    .filter(isReplaced)
    .reduce((counts, other) => joinCounts(counts, other.contains), added.contains);
  return [{ ...added, contains }, ...others.filter((other) => !isReplaced(other))];
}

/** The version to show: the one saved last, but none without text while another has text. */
export const versionToShow = <T>(
  versions: readonly DraftVersion<T>[],
  { isEmpty }: DraftContent<T>,
): DraftVersion<T> | undefined =>
  versions.toSorted(
    (a, b) => Number(isEmpty(a.value)) - Number(isEmpty(b.value)) || b.savedAt - a.savedAt,
  )[0];

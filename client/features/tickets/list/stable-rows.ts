type Row = { readonly id: number };

/** The rows to show. `departed` rows are dimmed in their old place; `pendingCount` updates are held back. */
export type Arrangement<T extends Row> = {
  rows: readonly T[];
  departed: ReadonlySet<number>;
  pendingCount: number;
};

const idsOf = (rows: readonly Row[]) => new Set(rows.map(({ id }) => id));

/**
 * The rows of a paused list: shown rows keep their places, departed rows stay, and only rows after the last shown row are
 * added (a further page, or a new row that sorts to the end).
 */
export function arrangePaused<T extends Row>(shown: readonly T[], live: readonly T[]): Arrangement<T> {
  const shownIds = idsOf(shown);
  const liveIds = idsOf(live);
  const lastShown = live.findLastIndex(({ id }) => shownIds.has(id));
  const appended = shown.length === 0 || lastShown >= 0 ? live.slice(lastShown + 1) : [];
  const inserted = live.length - appended.length - live.filter(({ id }) => shownIds.has(id)).length;
  const remaining = shown.filter(({ id }) => liveIds.has(id));
  return {
    rows: [...shown, ...appended],
    departed: new Set(shown.flatMap(({ id }) => (liveIds.has(id) ? [] : [id]))),
    pendingCount:
      inserted +
      countMoved(
        remaining,
        live.filter(({ id }) => shownIds.has(id)),
      ),
  };
}

/** The rows of a list that is not paused: the live rows, with recently departed rows in their old places. */
export function arrangeLive<T extends Row>(
  shown: readonly T[],
  live: readonly T[],
  isKept: (id: number) => boolean,
): Arrangement<T> {
  const liveIds = idsOf(live);
  const departed = new Set<number>();
  const departedAfter = new Map<number | undefined, T[]>();
  let anchor: number | undefined;
  for (const row of shown) {
    if (liveIds.has(row.id)) anchor = row.id;
    else if (isKept(row.id)) {
      departed.add(row.id);
      departedAfter.set(anchor, [...(departedAfter.get(anchor) ?? []), row]);
    }
  }
  const rows = [
    ...(departedAfter.get(undefined) ?? []),
    ...live.flatMap((row) => [row, ...(departedAfter.get(row.id) ?? [])]),
  ];
  return { rows, departed, pendingCount: 0 };
}

/** The rows inserted before the last shown row. Rows after it were loaded, not added. */
export function addedRows(shown: readonly Row[], next: readonly Row[]): ReadonlySet<number> {
  const shownIds = idsOf(shown);
  const lastShown = next.findLastIndex(({ id }) => shownIds.has(id));
  return new Set(next.slice(0, lastShown + 1).flatMap(({ id }) => (shownIds.has(id) ? [] : [id])));
}

/** How many rows must move to turn one order into the other: all except the longest increasing subsequence. */
function countMoved(from: readonly Row[], to: readonly Row[]): number {
  const targetIndex = new Map(to.map(({ id }, index) => [id, index]));
  const tails: number[] = [];
  for (const { id } of from) {
    const index = targetIndex.get(id) ?? 0;
    const tailIndex = tails.findIndex((tail) => tail > index);
    tails[tailIndex < 0 ? tails.length : tailIndex] = index;
  }
  return from.length - tails.length;
}

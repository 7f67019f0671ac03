type Row = { readonly id: number };

/** What a list shows now: `gone` rows stand dimmed in their old place, `waiting` changes are held back. */
export type Arrangement<T extends Row> = {
  rows: readonly T[];
  departed: ReadonlySet<number>;
  pendingCount: number;
};

const idsOf = (rows: readonly Row[]) => new Set(rows.map(({ id }) => id));

/**
 * While somebody points into the list nothing may move: rows keep their places, those that left stay, and only what stands
 * after the last row (more was loaded, or something new sorts to the end) is added.
 */
export function arrangePaused<T extends Row>(shown: readonly T[], live: readonly T[]): Arrangement<T> {
  const known = idsOf(shown);
  const alive = idsOf(live);
  const lastKnown = live.findLastIndex(({ id }) => known.has(id));
  const appended = shown.length === 0 || lastKnown >= 0 ? live.slice(lastKnown + 1) : [];
  const inserted = live.length - appended.length - live.filter(({ id }) => known.has(id)).length;
  const stayed = shown.filter(({ id }) => alive.has(id));
  return {
    rows: [...shown, ...appended],
    departed: new Set(shown.flatMap(({ id }) => (alive.has(id) ? [] : [id]))),
    pendingCount:
      inserted +
      countMoved(
        stayed,
        live.filter(({ id }) => known.has(id)),
      ),
  };
}

/** Nobody points: the live list, with those who left a moment ago still standing where they stood. */
export function arrangeLive<T extends Row>(
  shown: readonly T[],
  live: readonly T[],
  stays: (id: number) => boolean,
): Arrangement<T> {
  const alive = idsOf(live);
  const departed = new Set<number>();
  const after = new Map<number | undefined, T[]>();
  let anchor: number | undefined;
  for (const row of shown) {
    if (alive.has(row.id)) anchor = row.id;
    else if (stays(row.id)) {
      departed.add(row.id);
      after.set(anchor, [...(after.get(anchor) ?? []), row]);
    }
  }
  const rows = [
    ...(after.get(undefined) ?? []),
    ...live.flatMap((row) => [row, ...(after.get(row.id) ?? [])]),
  ];
  return { rows, departed: departed, pendingCount: 0 };
}

/** The rows that came between those already shown. What stands after all of them was loaded, and is no news. */
export function addedRows(shown: readonly Row[], next: readonly Row[]): ReadonlySet<number> {
  const known = idsOf(shown);
  const lastKnown = next.findLastIndex(({ id }) => known.has(id));
  return new Set(next.slice(0, lastKnown + 1).flatMap(({ id }) => (known.has(id) ? [] : [id])));
}

/** How many rows would have to move to get from one order of the same rows to the other: all but the longest run in order. */
function countMoved(from: readonly Row[], to: readonly Row[]): number {
  const place = new Map(to.map(({ id }, index) => [id, index]));
  const tails: number[] = [];
  for (const { id } of from) {
    const at = place.get(id) ?? 0;
    const longer = tails.findIndex((tail) => tail > at);
    tails[longer < 0 ? tails.length : longer] = at;
  }
  return from.length - tails.length;
}

import { type Accessor, createComputed, createSignal, on, onCleanup } from 'solid-js';
import { type Arrangement, addedRows, arrangeLive, arrangePaused } from './stable-rows.ts';

/** How long a row that left stays when nobody points into the list. */
const DEPARTED_ROW_MS = 5000;

type Row = { readonly id: number };

/** An arrangement, with the rows that just came: they may light up. */
export type HeldList<T extends Row> = Accessor<Arrangement<T> & { fresh: ReadonlySet<number> }> & {
  /** Pointer or focus came into the list, or left it. */
  setPaused: (held: boolean) => void;
  /** Shows at once what was held back. */
  applyPending: () => void;
};

/** A live list that moves nothing under the pointer or the focus. `key` names the list: another one starts afresh. */
export function createStableList<T extends Row>(live: () => readonly T[], key: () => string): HeldList<T> {
  const nothing: ReadonlySet<number> = new Set();
  const [shown, setShown] = createSignal({
    rows: [] as readonly T[],
    departed: nothing,
    pendingCount: 0,
    fresh: nothing,
  });
  const leaving = new Map<number, number>();
  let held = false;
  let frame: (() => void) | undefined;

  const show = (next: Arrangement<T>, fresh = addedRows(shown().rows, next.rows)) =>
    setShown({ ...next, fresh });
  const arrange = () => {
    for (const { id } of live()) leaving.delete(id);
    const stays = (id: number) => (leaving.get(id) ?? 0) > Date.now();
    show(held ? arrangePaused(shown().rows, live()) : arrangeLive(shown().rows, live(), stays));
  };
  const settle = (fresh?: ReadonlySet<number>) => {
    leaving.clear();
    show({ rows: live(), departed: nothing, pendingCount: 0 }, fresh);
  };
  const onFrame = () => {
    frame = undefined;
    scheduleRemoval(shown().rows, live(), leaving, arrange);
    arrange();
  };
  createComputed(
    on([live, key], ([rows, name], before) => {
      // The first rows of a list come at once; what happens to it afterwards, once per frame.
      const begins = !before || before[1] !== name || (before[0].length === 0 && rows.length > 0);
      if (begins || shown().rows.length === 0) settle(nothing);
      else frame ??= nextFrame(onFrame);
    }),
  );
  onCleanup(() => frame?.());
  return Object.assign(shown, {
    setPaused: (next: boolean) => {
      if (held === next) return;
      held = next;
      if (!held) settle();
    },
    applyPending: () => settle(),
  });
}

/** Notes who has just left, and when the last of them may be forgotten. */
function scheduleRemoval(
  shown: readonly Row[],
  live: readonly Row[],
  leaving: Map<number, number>,
  then: () => void,
): void {
  const alive = new Set(live.map(({ id }) => id));
  for (const { id } of shown) {
    if (alive.has(id) || leaving.has(id)) continue;
    leaving.set(id, Date.now() + DEPARTED_ROW_MS);
    setTimeout(then, DEPARTED_ROW_MS + 20);
  }
}

/** A tab in the background has no frames, and its list must be true when one comes back to it. */
function nextFrame(run: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(run, 50);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}

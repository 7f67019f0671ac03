import { type Accessor, batch, createComputed, createSignal, on, onCleanup, untrack } from 'solid-js';
import { type Arrangement, addedRows, arrangeLive, arrangePaused } from './stable-rows.ts';

/** How long a row that left stays visible while the list is not paused. */
const DEPARTED_ROW_MS = 5000;

type Row = { readonly id: number };

/** The shown rows, plus the ids of rows just added, which are highlighted. */
type Shown<T extends Row> = Arrangement<T> & { added: ReadonlySet<number> };

/** The properties are separate signals: a row that moves does not update what shows the other rows. */
export type StableList<T extends Row> = Accessor<Shown<T>> & {
  /** Paused while the pointer or the focus is in the list. */
  setPaused: (paused: boolean) => void;
  /** Applies the pending updates now. */
  applyPending: () => void;
};

/** A live list that does not move rows while it is paused. `key` identifies the list; a new key resets it. */
export function createStableList<T extends Row>(live: () => readonly T[], key: () => string): StableList<T> {
  const NONE: ReadonlySet<number> = new Set();
  const [shown, setShown] = createShownRows<T>();
  const departsAt = new Map<number, number>();
  let isPaused = false;
  let cancelFrame: (() => void) | undefined;

  const show = (next: Arrangement<T>, added = untrack(() => addedRows(shown.rows, next.rows))) =>
    keepFocus(() => setShown({ ...next, added }));
  const arrange = () => {
    for (const { id } of live()) departsAt.delete(id);
    const stays = (id: number) => (departsAt.get(id) ?? 0) > performance.now();
    show(isPaused ? arrangePaused(shown.rows, live()) : arrangeLive(shown.rows, live(), stays));
  };
  const showLive = (added?: ReadonlySet<number>) => {
    departsAt.clear();
    show({ rows: live(), departed: NONE, pendingCount: 0 }, added);
  };
  const onFrame = () => {
    cancelFrame = undefined;
    scheduleRemoval(shown.rows, live(), departsAt, arrange);
    arrange();
  };
  createComputed(
    on([live, key], ([rows, listKey], previous) => {
      // The first rows of a list are shown immediately, later changes once per frame.
      const isInitial = !previous || previous[1] !== listKey || (previous[0].length === 0 && rows.length > 0);
      if (isInitial || shown.rows.length === 0) showLive(NONE);
      else cancelFrame ??= nextFrame(onFrame);
    }),
  );
  onCleanup(() => cancelFrame?.());
  return Object.assign(() => shown, {
    setPaused: (next: boolean) => {
      if (isPaused === next) return;
      isPaused = next;
      if (!isPaused) showLive();
    },
    applyPending: () => showLive(),
  });
}

/** The shown rows as getters, each with its own signal. */
function createShownRows<T extends Row>(): [Shown<T>, (next: Shown<T>) => void] {
  const sameIds = (a: ReadonlySet<number>, b: ReadonlySet<number>) =>
    a.size === b.size && [...a].every((id) => b.has(id));
  const [rows, setRows] = createSignal<readonly T[]>([], { equals: sameRows });
  const [departed, setDeparted] = createSignal<ReadonlySet<number>>(new Set(), { equals: sameIds });
  const [pendingCount, setPendingCount] = createSignal(0);
  const [added, setAdded] = createSignal<ReadonlySet<number>>(new Set(), { equals: sameIds });
  const shown = {
    get rows() {
      return rows();
    },
    get departed() {
      return departed();
    },
    get pendingCount() {
      return pendingCount();
    },
    get added() {
      return added();
    },
  };
  const set = (next: Shown<T>) =>
    batch(() => {
      setAdded(next.added);
      setDeparted(next.departed);
      setPendingCount(next.pendingCount);
      setRows(() => next.rows);
    });
  return [shown, set];
}

const sameRows = (a: readonly Row[], b: readonly Row[]) =>
  a.length === b.length && a.every((row, index) => row === b[index]);

/** Runs a change of the rows. A row that moves in the document loses the focus: it gets it back. */
function keepFocus(change: () => void): void {
  const focused = document.activeElement;
  change();
  const isLost = document.activeElement === document.body && focused !== document.body;
  if (isLost && focused instanceof HTMLElement && focused.isConnected)
    focused.focus({ focusVisible: true } as FocusOptions);
}

/** Records the rows that have just left and schedules their removal. */
function scheduleRemoval(
  shown: readonly Row[],
  live: readonly Row[],
  departsAt: Map<number, number>,
  onExpire: () => void,
): void {
  const liveIds = new Set(live.map(({ id }) => id));
  for (const { id } of shown) {
    if (liveIds.has(id) || departsAt.has(id)) continue;
    departsAt.set(id, performance.now() + DEPARTED_ROW_MS);
    setTimeout(onExpire, DEPARTED_ROW_MS + 20);
  }
}

/** Runs on the next frame; in a background tab, which has no frames, after a timeout. */
function nextFrame(run: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(run, 50);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}

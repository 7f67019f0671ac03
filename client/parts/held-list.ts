import { type Accessor, createComputed, createSignal, on, onCleanup } from 'solid-js';
import { type Arrangement, arrangeFree, arrangeHeld } from './held-rows.ts';

/** How long a row that left stays when nobody points into the list. */
const FAREWELL = 5000;

type Row = { readonly id: number };

/** A live list that moves nothing under the pointer or the focus. `key` names the list: another one starts afresh. */
export function createHeldList<T extends Row>(
  live: () => readonly T[],
  key: () => string,
): Accessor<Arrangement<T>> & { hold: (held: boolean) => void; apply: () => void } {
  const [shown, setShown] = createSignal<Arrangement<T>>({ rows: [], gone: new Set(), waiting: 0 });
  const leaving = new Map<number, number>();
  let held = false;
  let frame: (() => void) | undefined;

  const arrange = () => {
    const { rows } = shown();
    for (const { id } of live()) leaving.delete(id);
    const stays = (id: number) => (leaving.get(id) ?? 0) > Date.now();
    setShown(held ? arrangeHeld(rows, live()) : arrangeFree(rows, live(), stays));
  };
  const settle = () => {
    leaving.clear();
    setShown({ rows: live(), gone: new Set<number>(), waiting: 0 });
  };
  const later = () => {
    frame = undefined;
    bidFarewell(shown().rows, live(), leaving, arrange);
    arrange();
  };
  createComputed(
    on([live, key], ([rows, name], before) => {
      // The first rows of a list come at once; what happens to it afterwards, once per frame.
      if (
        !before ||
        before[1] !== name ||
        shown().rows.length === 0 ||
        (before[0].length === 0 && rows.length)
      )
        settle();
      else frame ??= nextFrame(later);
    }),
  );
  onCleanup(() => frame?.());
  return Object.assign(shown, {
    hold: (next: boolean) => {
      if (held === next) return;
      held = next;
      if (!held) settle();
    },
    apply: settle,
  });
}

/** Notes who has just left, and when the last of them may be forgotten. */
function bidFarewell(
  shown: readonly Row[],
  live: readonly Row[],
  leaving: Map<number, number>,
  then: () => void,
): void {
  const alive = new Set(live.map(({ id }) => id));
  for (const { id } of shown) {
    if (alive.has(id) || leaving.has(id)) continue;
    leaving.set(id, Date.now() + FAREWELL);
    setTimeout(then, FAREWELL + 20);
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

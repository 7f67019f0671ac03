import { type Accessor, createSignal } from 'solid-js';
import { deepEqual } from '../lib/deep-equal.ts';

/** Numbers that one request returns together. */
export type Numbers<K extends string> = Record<K, number>;

/** Numbers kept exact: those last read from the server, plus the change by every later event. */
export type LiveCounter<K extends string> = {
  numbers: Accessor<Numbers<K> | undefined>;
  /** A request for the numbers begins. Call the returned function with its response, or without one if it failed. */
  beginRead: () => (response?: { seq: number; numbers: Numbers<K> }) => void;
  /** An event changed the numbers; undefined if this browser cannot tell by how much. */
  applyEvent: (seq: number, change: Partial<Numbers<K>> | undefined) => void;
  /**
   * Something that is no event (a read mark) changes the state as of seq `asOf`; undefined if this browser cannot tell by
   * how much. Call the returned function when the server has stored it.
   */
  applyUnnumberedChange: (change: Partial<Numbers<K>> | undefined, asOf: number) => () => void;
  clear: () => void;
};

/** Creates an empty counter. `onUncertain` runs when only the server knows the numbers: it should read them again. */
export function createLiveCounter<K extends string>(onUncertain: () => void = () => {}): LiveCounter<K> {
  let base: { seq: number; numbers: Numbers<K> } | undefined;
  /** Changes after `base`. Kept while a request runs, because its response may be older than they are. */
  let later: { seq: number; change: Partial<Numbers<K>> | undefined }[] = [];
  let pendingReads = 0;
  /** Number of unnumbered changes: a response requested before the last of them may or may not include it. */
  let unnumberedChanges = 0;
  let responses = 0;
  const [numbers, setNumbers] = createSignal<Numbers<K> | undefined>(undefined, { equals: deepEqual });

  function recompute(): void {
    if (!base) return;
    const current = later.reduce((sum, { change }) => add(sum, change), base.numbers);
    setNumbers(() => current);
    if (pendingReads > 0) return;
    if (later.some(({ change }) => change === undefined)) {
      onUncertain();
    } else {
      base = { seq: later.at(-1)?.seq ?? base.seq, numbers: current };
      later = [];
    }
  }

  const markUncertain = () => base && later.push({ seq: base.seq, change: undefined });

  function beginRead() {
    pendingReads += 1;
    const changesBefore = unnumberedChanges;
    return (response?: { seq: number; numbers: Numbers<K> }) => {
      pendingReads -= 1;
      // Without a response there is no network. The next event, or the reconnect, reads again.
      if (!response) return;
      responses += 1;
      if (!base || response.seq >= base.seq) base = response;
      later = later.filter(({ seq }) => seq > response.seq);
      if (unnumberedChanges !== changesBefore) markUncertain();
      recompute();
    };
  }

  function applyUnnumberedChange(change: Partial<Numbers<K>> | undefined, asOf: number) {
    unnumberedChanges += 1;
    const responsesBefore = responses;
    if (!change || (base && base.seq > asOf)) markUncertain();
    else if (base) base = { ...base, numbers: add(base.numbers, change) };
    recompute();
    return () => {
      unnumberedChanges += 1;
      // A response that arrived meanwhile may have been read before the server stored the change.
      if (responses !== responsesBefore) markUncertain();
      recompute();
    };
  }

  return {
    numbers,
    beginRead,
    applyEvent: (seq, change) => {
      const isIncluded = base ? seq <= base.seq : pendingReads === 0;
      if (isIncluded) return;
      later.push({ seq, change });
      recompute();
    },
    applyUnnumberedChange,
    clear: () => {
      base = undefined;
      later = [];
      setNumbers(undefined);
    },
  };
}

function add<K extends string>(sum: Numbers<K>, change: Partial<Numbers<K>> = {}): Numbers<K> {
  const result = { ...sum };
  for (const key in change) result[key] += change[key] ?? 0;
  return result;
}

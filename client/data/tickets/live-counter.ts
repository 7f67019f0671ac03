import { type Accessor, createSignal } from 'solid-js';
import { deepEqual } from '../lib/deep-equal.ts';

/** Numbers that belong together and are counted by one request. */
export type Numbers<K extends string> = Record<K, number>;

/** Numbers kept exact: those last read from the server, plus what every later event changed. */
export type LiveCounter<K extends string> = {
  numbers: Accessor<Numbers<K> | undefined>;
  /** A request that will answer the numbers begins; call what it gives back with the answer, or nothing if it failed. */
  beginRead: () => (answer?: { seq: number; numbers: Numbers<K> }) => void;
  /** An event changed them by this much; undefined: nobody here can tell. */
  applyEvent: (seq: number, change: Partial<Numbers<K>> | undefined) => void;
  /** Something without a number (a read mark) changed what was so as of `asOf`. Call what it gives back when the server has it. */
  applyUnnumberedChange: (change: Partial<Numbers<K>> | undefined, asOf: number) => () => void;
  clear: () => void;
};

/** Makes an empty tally; `doubt` is called when only the server knows: it should ask again. */
export function createLiveCounter<K extends string>(onUncertain: () => void): LiveCounter<K> {
  let base: { seq: number; numbers: Numbers<K> } | undefined;
  /** What events after the base changed. Kept while a request runs, whose answer may be older than they. */
  let later: { seq: number; change: Partial<Numbers<K>> | undefined }[] = [];
  let asking = 0;
  /** Unnumbered changes so far: an answer asked for before the last of them may or may not hold it. */
  let shifts = 0;
  let answers = 0;
  const [numbers, setNumbers] = createSignal<Numbers<K> | undefined>(undefined, { equals: deepEqual });

  function recompute(): void {
    if (!base) return;
    const now = later.reduce((sum, { change }) => add(sum, change), base.numbers);
    setNumbers(() => now);
    if (asking > 0) return;
    if (later.some(({ change }) => change === undefined)) {
      onUncertain();
    } else {
      base = { seq: later.at(-1)?.seq ?? base.seq, numbers: now };
      later = [];
    }
  }

  const markUncertain = () => base && later.push({ seq: base.seq, change: undefined });

  function beginRead() {
    asking += 1;
    const before = shifts;
    return (answer?: { seq: number; numbers: Numbers<K> }) => {
      asking -= 1;
      // Not answered: no network. The next event, or its return, asks again.
      if (!answer) return;
      answers += 1;
      if (!base || answer.seq >= base.seq) base = answer;
      later = later.filter(({ seq }) => seq > answer.seq);
      if (shifts !== before) markUncertain();
      recompute();
    };
  }

  function applyUnnumberedChange(change: Partial<Numbers<K>> | undefined, asOf: number) {
    shifts += 1;
    const before = answers;
    if (!change || (base && base.seq > asOf)) markUncertain();
    else if (base) base = { ...base, numbers: add(base.numbers, change) };
    recompute();
    return () => {
      shifts += 1;
      // An answer that came between may have been read before the server had the change.
      if (answers !== before) markUncertain();
      recompute();
    };
  }

  return {
    numbers,
    beginRead: beginRead,
    applyEvent: (seq, change) => {
      if (!base ? asking === 0 : seq <= base.seq) return;
      later.push({ seq, change });
      recompute();
    },
    applyUnnumberedChange: applyUnnumberedChange,
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

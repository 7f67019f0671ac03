import { batch, createSignal, type Signal } from 'solid-js';

/** Values by id, each of which is heard of alone: who reads one learns nothing of the others. */
export type SignalMap<T> = { get: (id: number) => T; set: (id: number, value: T) => void; clear: () => void };

/** Makes them all `nothing`; a value that `equals` the one before is no news. */
export function createSignalMap<T>(emptyValue: T, equals: (a: T, b: T) => boolean = Object.is): SignalMap<T> {
  const signals = new Map<number, Signal<T>>();
  const at = (id: number): Signal<T> => {
    const signal = signals.get(id) ?? createSignal(emptyValue, { equals });
    signals.set(id, signal);
    return signal;
  };
  return {
    get: (id) => at(id)[0](),
    set: (id, value) => void at(id)[1](() => value),
    clear: () =>
      batch(() => {
        for (const [, set] of signals.values()) set(() => emptyValue);
      }),
  };
}

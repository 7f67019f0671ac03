import { batch, createSignal, type Signal } from 'solid-js';

/** Reactive values by id: a change of one does not notify readers of another. */
export type SignalMap<T> = {
  get: (id: number) => T;
  set: (id: number, value: T) => void;
  /** Sets the empty value and frees the memory of this id. */
  delete: (id: number) => void;
  clear: () => void;
};

/** Creates a map in which each id has `emptyValue`. A value that `equals` the current one does not notify readers. */
export function createSignalMap<T>(emptyValue: T, equals: (a: T, b: T) => boolean = Object.is): SignalMap<T> {
  const signals = new Map<number, Signal<T>>();
  const signalOf = (id: number): Signal<T> => {
    const signal = signals.get(id) ?? createSignal(emptyValue, { equals });
    signals.set(id, signal);
    return signal;
  };
  return {
    get: (id) => signalOf(id)[0](),
    set: (id, value) => void signalOf(id)[1](() => value),
    delete: (id) => {
      const signal = signals.get(id);
      // First: readers that run again must find a new signal.
      signals.delete(id);
      signal?.[1](() => emptyValue);
    },
    clear: () =>
      batch(() => {
        for (const [, set] of signals.values()) set(() => emptyValue);
      }),
  };
}

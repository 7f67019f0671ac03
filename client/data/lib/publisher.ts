/** Calls the listener for each published value, in the order of subscription. Returns a function that unsubscribes. */
export type Subscribe<T> = (listener: (value: T) => void) => () => void;

export type Publisher<T> = { publish: (value: T) => void; subscribe: Subscribe<T> };

/** Connects one source of values to any number of listeners. */
export function createPublisher<T>(): Publisher<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    publish: (value) => {
      for (const listener of listeners) listener(value);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

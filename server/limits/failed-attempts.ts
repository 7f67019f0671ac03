import type { Counter } from './bounded-counter.ts';

/** The attempts at one key: how many run or wait, those that run, and the reservation that the next one follows. */
type KeyState = { open: number; running: Set<Promise<void>>; lastReservation: Promise<unknown> };

/**
 * Limits failed attempts per key. An attempt reserves a slot first and returns it on success, so concurrent attempts
 * cannot exceed the limit. While running attempts hold all slots, the next one waits for them: it gets a slot that a
 * successful one returns, and is refused when all have failed.
 */
export function createAttemptLimiter(counter: Counter) {
  const states = new Map<string, KeyState>();

  /** Reserves a slot and returns a function that marks its attempt as ended. Runs once at a time per key. */
  async function reserve(key: string, running: Set<Promise<void>>): Promise<() => void> {
    for (;;) {
      const others = [...running];
      try {
        await counter.consume(key);
        break;
      } catch (error) {
        if (others.length === 0) throw error;
        await Promise.race(others);
      }
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    running.add(promise);
    return () => {
      running.delete(promise);
      resolve();
    };
  }

  /** Runs the attempt and returns its result. A falsy result is a failure; an error is not, as it decides nothing. */
  return async function attempt<T>(key: string, work: () => Promise<T>): Promise<T> {
    const state = states.get(key) ?? { open: 0, running: new Set(), lastReservation: Promise.resolve() };
    states.set(key, state);
    state.open += 1;
    try {
      // In order: otherwise a refusal could arrive before an earlier attempt runs, and would not wait for it.
      const reservation = state.lastReservation.then(() => reserve(key, state.running));
      state.lastReservation = reservation.catch(() => {});
      const end = await reservation;
      let failed = false;
      try {
        const result = await work();
        failed = !result;
        return result;
      } finally {
        try {
          if (!failed) await counter.refund(key);
        } finally {
          end();
        }
      }
    } finally {
      state.open -= 1;
      if (state.open === 0) states.delete(key);
    }
  };
}

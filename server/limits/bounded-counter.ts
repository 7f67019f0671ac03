import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimited } from '../errors.ts';

/** More than the failed logins of one window, as each costs a password hash; about 50 MB. */
const MAX_KEYS = 100_000;

/** Counts uses per key. */
export type Counter = {
  /** Consumes one point; 429 when none is left. */
  consume: (key: string) => Promise<void>;
  /** Returns one point. */
  refund: (key: string) => Promise<void>;
};

/** Counts per key within a window of `duration` seconds. Above `maxKeys` it forgets the least recently used keys. */
export function createCounter(limit: { points: number; duration: number }, maxKeys = MAX_KEYS): Counter {
  const limiter = new RateLimiterMemory(limit);
  /** Least recently used first. */
  const keys = new Set<string>();

  async function forget(key: string): Promise<void> {
    keys.delete(key);
    await limiter.delete(key);
  }

  /** Forgets a tenth at once: finding the first item of a Set takes longer the more were deleted before it. */
  function forgetOldest(): void {
    let left = maxKeys / 10;
    for (const key of keys) {
      if (left <= 0) return;
      left -= 1;
      void forget(key);
    }
  }

  const counter = countWith(limiter, forget);
  return {
    ...counter,
    async consume(key) {
      keys.delete(key);
      keys.add(key);
      if (keys.size > maxKeys) forgetOldest();
      await counter.consume(key);
    },
  };
}

/** Counts with a limiter of the library. */
export function countWith(
  limiter: RateLimiterAbstract,
  forget: (key: string) => Promise<unknown> = (key) => limiter.delete(key),
): Counter {
  async function refund(key: string): Promise<void> {
    const { consumedPoints } = await limiter.reward(key);
    // The key has no points left, or was forgotten in between: a credit must not remain.
    if (consumedPoints <= 0) await forget(key);
  }
  async function consume(key: string): Promise<void> {
    try {
      await limiter.consume(key);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      // The library counts a refused point too.
      await refund(key);
      throw rateLimited(Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
    }
  }
  return { consume, refund };
}

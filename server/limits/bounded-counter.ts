import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type ApiError, rateLimited } from '../errors.ts';

/** More than anybody's wrong passwords come to in their window, as each costs a hash; fifty megabytes. */
const MAX_KEYS = 100_000;

export type Counter = ReturnType<typeof createCounter>;

/** Counts per key within a window. With more keys than it may hold it forgets those it heard of longest ago. */
export function createCounter(limit: { points: number; duration: number }, maxKeys = MAX_KEYS) {
  const limiter = new RateLimiterMemory(limit);
  /** From the one heard of longest ago to the latest. */
  const keys = new Set<string>();

  async function forget(key: string): Promise<void> {
    keys.delete(key);
    await limiter.delete(key);
  }

  /** A tenth at once: to find the first of a Set takes the longer, the more went before it. */
  function forgetOldest(): void {
    let left = maxKeys / 10;
    for (const key of keys) {
      if (left <= 0) return;
      left -= 1;
      void forget(key);
    }
  }

  return {
    /** Counts one more; 429 when it is one too many. */
    async count(key: string): Promise<void> {
      keys.delete(key);
      keys.add(key);
      if (keys.size > maxKeys) forgetOldest();
      await limiter.consume(key).catch((used: unknown) => {
        throw used instanceof RateLimiterRes ? tooMany(used) : used;
      });
    },
    /** The 429 that one more would be, if it would. */
    async wouldRefuse(key: string): Promise<ApiError | null> {
      const used = await limiter.get(key);
      return used && used.remainingPoints <= 0 ? tooMany(used) : null;
    },
    /** Takes one back: what was counted in advance turned out well. */
    async refund(key: string): Promise<void> {
      const { consumedPoints } = await limiter.reward(key);
      // Nothing is left to remember, or it was forgotten meanwhile.
      if (consumedPoints <= 0) await forget(key);
    },
  };
}

const tooMany = ({ msBeforeNext }: RateLimiterRes) =>
  rateLimited(Math.max(1, Math.ceil(msBeforeNext / 1000)));

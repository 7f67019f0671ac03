import type { Config } from '../config.ts';
import { createCounter } from './bounded-counter.ts';
import { createAttemptLimiter } from './failed-attempts.ts';

const MINUTE = 60;
const LIMITS = {
  registrations: { points: 100, duration: 60 * MINUTE },
  wrongLoginsPerAccount: { points: 10, duration: 15 * MINUTE },
  wrongLoginsPerAddress: { points: 100, duration: 15 * MINUTE },
  tickets: { points: 120, duration: MINUTE },
  replies: { points: 300, duration: MINUTE },
  /** Of one socket, which may have many tickets open one after another. */
  messages: { points: 200, duration: MINUTE },
  searches: { points: 300, duration: MINUTE },
} as const;
type Limit = keyof typeof LIMITS;

export type Limits = ReturnType<typeof createLimits>;

/** How often somebody may do something. Counted in memory: a restart forgives. */
export function createLimits({ rateLimits }: Config) {
  const counters = mapLimits((limit) => createCounter(LIMITS[limit]));
  const guesses = mapLimits((limit) => createAttemptLimiter(counters[limit]));

  /** Counts one more; 429 when it is one too many. */
  async function count(limit: Limit, key: string | number): Promise<void> {
    if (rateLimits) await counters[limit].count(String(key));
  }

  return {
    count,
    /** Tries what may turn out wrong: only that is counted, and 429 when one more would be too many. */
    guess: <T>(limit: Limit, key: string, attempt: () => Promise<T>): Promise<T> =>
      rateLimits ? guesses[limit](key, attempt) : attempt(),
  };
}

/** The seam: `fromEntries` forgets the keys. */
const mapLimits = <T>(make: (limit: Limit) => T) =>
  Object.fromEntries((Object.keys(LIMITS) as Limit[]).map((limit) => [limit, make(limit)])) as Record<
    Limit,
    T
  >;

import type { Config } from '../config.ts';
import { createCounter } from './bounded-counter.ts';
import { createAttemptLimiter } from './failed-attempts.ts';
import { createSharedCounter } from './shared-counter.ts';

const MINUTE_SECONDS = 60;
/** `points` per `duration` in seconds. One counter per meaning: keys of different limits never meet. */
const LIMITS = {
  registrations: { points: 100, duration: 60 * MINUTE_SECONDS },
  failedLoginsPerAccount: { points: 10, duration: 15 * MINUTE_SECONDS },
  /** In place of the account's, for a browser that has signed in to the account before. */
  failedLoginsPerDevice: { points: 10, duration: 15 * MINUTE_SECONDS },
  failedLoginsPerAddress: { points: 100, duration: 15 * MINUTE_SECONDS },
  failedPasswordChanges: { points: 10, duration: 15 * MINUTE_SECONDS },
  /** Each page load refreshes: enough for a browser that restores many tabs. */
  refreshesPerSession: { points: 60, duration: MINUTE_SECONDS },
  /** Enough for an office behind one address. */
  refreshesPerAddress: { points: 600, duration: MINUTE_SECONDS },
  tickets: { points: 120, duration: MINUTE_SECONDS },
  replies: { points: 300, duration: MINUTE_SECONDS },
  /** Per socket: one socket may view many tickets in a row. Above 600 packets a minute it is closed. */
  messages: { points: 200, duration: MINUTE_SECONDS },
  /** Of all sockets of a user, also of those they reconnect in place of a closed one. */
  messagesPerUser: { points: 1200, duration: MINUTE_SECONDS },
  /** Of a user. More than twenty tabs need on a network that fails every few seconds. */
  connects: { points: 300, duration: MINUTE_SECONDS },
  searches: { points: 300, duration: MINUTE_SECONDS },
  /** All authenticated requests of one user: a loop in a script must not slow down the others. */
  requests: { points: 1200, duration: MINUTE_SECONDS },
} as const;
type Limit = keyof typeof LIMITS;

export type Limits = ReturnType<typeof createLimits>;

/** Limits that protect a node from its own clients, and that nearly every request counts: each node has its own. */
const OF_EACH_NODE: readonly Limit[] = [
  'messages',
  'messagesPerUser',
  'connects',
  'requests',
  'refreshesPerSession',
  'refreshesPerAddress',
];

/**
 * The rate limits of both transports. Counted in memory, where a restart resets them; on PostgreSQL (`pool`) most are
 * counted in the database, for all nodes together.
 */
export function createLimits({ rateLimits }: Config, pool: object | null = null) {
  const counters = mapLimits((limit) =>
    pool && !OF_EACH_NODE.includes(limit)
      ? createSharedCounter(limit, LIMITS[limit], pool)
      : createCounter(LIMITS[limit]),
  );
  const attempts = mapLimits((limit) => createAttemptLimiter(counters[limit]));

  return {
    /** Counts one use; 429 above the limit. */
    async count(limit: Limit, key: string | number): Promise<void> {
      if (rateLimits) await counters[limit].consume(String(key));
    },
    /** Runs an attempt that may fail. Only failed ones (a falsy result) count; 429 above the limit. */
    attempt: <T>(limit: Limit, key: string, work: () => Promise<T>): Promise<T> =>
      rateLimits ? attempts[limit](key, work) : work(),
  };
}

/** One value per limit. The cast: `fromEntries` loses the keys' type. */
const mapLimits = <T>(create: (limit: Limit) => T) =>
  Object.fromEntries((Object.keys(LIMITS) as Limit[]).map((limit) => [limit, create(limit)])) as Record<
    Limit,
    T
  >;

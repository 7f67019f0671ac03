import type { Middleware } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../config.ts';
import { rateLimited } from '../errors.ts';

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
  const counters = new Map(
    Object.entries(LIMITS).map(([name, limit]) => [name, new RateLimiterMemory(limit)]),
  );
  // Every limit has its counter, made in the line above.
  const counter = (limit: Limit) => counters.get(limit) as RateLimiterMemory;
  const turns = new Map<string, Promise<unknown>>();

  /** Counts one more; 429 when it is one too many. */
  async function count(limit: Limit, key: string | number): Promise<void> {
    if (!rateLimits) return;
    await counter(limit).consume(key).catch(refuse);
  }

  /** 429 when the next one would be one too many, without counting. */
  async function check(limit: Limit, key: string): Promise<void> {
    const used = rateLimits ? await counter(limit).get(key) : null;
    if (used && used.remainingPoints <= 0) refuse(used);
  }

  return {
    count,
    check,
    /** Takes one back: what was counted in advance turned out well. */
    forgive: async (limit: Limit, key: string) => {
      if (rateLimits) await counter(limit).reward(key);
    },
    /** One after another per key, so that counting and deciding cannot be raced. */
    async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
      const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
      turns.set(key, turn);
      try {
        return await turn;
      } finally {
        if (turns.get(key) === turn) turns.delete(key);
      }
    },
    /** Middleware: counts each request of the caller. */
    perCaller:
      (limit: Limit): Middleware =>
      async (ctx, next) => {
        await count(limit, ctx.state.actor.id);
        await next();
      },
  };
}

function refuse(used: unknown): never {
  if (used instanceof RateLimiterRes) throw rateLimited(Math.max(1, Math.ceil(used.msBeforeNext / 1000)));
  throw used;
}

import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { rateLimited } from '../errors.ts';
import { createAttemptLimiter } from './failed-attempts.ts';

const LIMIT = 3;

/** Counts as a remote store would: each answer takes a turn of the event loop, and a refusal arrives first. */
function createSlowCounter() {
  let wrong = 0;
  return {
    consume: async () => {
      wrong += 1;
      const refused = wrong > LIMIT;
      await turn();
      if (!refused) return turn();
      wrong -= 1;
      throw rateLimited(60);
    },
    refund: async () => {
      await turn();
      wrong -= 1;
    },
  };
}

it('RL-2 counting and deciding cannot be raced, however slow the store', async () => {
  const guess = createAttemptLimiter(createSlowCounter());
  let tried = 0;
  const wrong = async () => {
    tried += 1;
    await turn();
    return null;
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => guess('maya', wrong)));
  expect(tried).toBe(LIMIT);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(20 - LIMIT);
});

it('right guesses all come through, and count for nothing', async () => {
  const guess = createAttemptLimiter(createSlowCounter());
  const right = async () => {
    await turn();
    return 'you';
  };
  const found = await Promise.all(Array.from({ length: 20 }, () => guess('maya', right)));
  expect(found).toEqual(Array(20).fill('you'));
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { rateLimited } from '../errors.ts';
import { createAttemptLimiter } from './failed-attempts.ts';

const LIMIT = 3;

/** A counter with asynchronous results, like a remote store; a refusal arrives before a success. */
function createSlowCounter() {
  let wrong = 0;
  return {
    consume: async () => {
      wrong += 1;
      const refused = wrong > LIMIT;
      await nextTurn();
      if (!refused) return nextTurn();
      wrong -= 1;
      throw rateLimited(60);
    },
    refund: async () => {
      await nextTurn();
      wrong -= 1;
    },
  };
}

it('RL-2 concurrent attempts cannot exceed the limit with an asynchronous store', async () => {
  const attempt = createAttemptLimiter(createSlowCounter());
  let runs = 0;
  const wrong = async () => {
    runs += 1;
    await nextTurn();
    return null;
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => attempt('maya', wrong)));
  expect(runs).toBe(LIMIT);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(20 - LIMIT);
});

it('successful attempts all run and are not counted', async () => {
  const attempt = createAttemptLimiter(createSlowCounter());
  const right = async () => {
    await nextTurn();
    return 'ok';
  };
  const found = await Promise.all(Array.from({ length: 20 }, () => attempt('maya', right)));
  expect(found).toEqual(Array(20).fill('ok'));
});

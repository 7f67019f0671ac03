import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { LONG } from '../testing/process.ts';
import { createCounter } from './bounded-counter.ts';
import { createAttemptLimiter } from './failed-attempts.ts';

const KEYS = LONG ? 1_000_000 : 200_000;
const LIMIT = { points: 10, duration: 900 };

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
function heapMb(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

describe('RL-5 a counter', () => {
  it(`takes ${KEYS} keys without growing beyond what it may hold`, async () => {
    const counter = createCounter(LIMIT);
    const tried = (i: number) => `nobody${i}@a-rather-long-name-of-a-company.example.com`;
    const before = heapMb();
    for (let i = 0; i < 100_000; i += 1) await counter.count(tried(i));
    const full = heapMb();
    for (let i = 100_000; i < KEYS; i += 1) await counter.count(tried(i));
    const after = heapMb();
    if (LONG || process.env.FIGURES)
      process.stderr.write(`${JSON.stringify({ counter: { KEYS, before, full, after } })}\n`);
    expect(after - full).toBeLessThan(10);
    expect(full - before).toBeLessThan(100);
    // Still here, so that it was not collected before it was measured.
    expect(await counter.wouldRefuse(tried(KEYS - 1))).toBeNull();
  }, 120_000);

  it('forgets first whom it has not heard of for longest', async () => {
    const counter = createCounter({ points: 1, duration: 900 }, 3);
    for (const name of ['maya', 'lena', 'carl']) await counter.count(name);
    await expect(counter.count('maya')).rejects.toMatchObject({ code: 'rate_limited' });
    await counter.count('dora');
    expect(await counter.wouldRefuse('lena')).toBeNull();
    for (const name of ['carl', 'maya', 'dora'])
      expect(await counter.wouldRefuse(name), name).toMatchObject({ code: 'rate_limited' });
  });

  it('gives nobody credit for what it has forgotten', async () => {
    const counter = createCounter({ points: 1, duration: 900 });
    await counter.refund('maya');
    await counter.count('maya');
    expect(await counter.wouldRefuse('maya')).not.toBeNull();
  });
});

describe('RL-1 a guess', () => {
  it('that never came to its end was not wrong', async () => {
    const guess = createAttemptLimiter(createCounter({ points: 1, duration: 900 }));
    const busy = new Error('too many are signing in');
    for (let i = 0; i < 3; i += 1) await expect(guess('maya', () => Promise.reject(busy))).rejects.toBe(busy);
    expect(await guess('maya', async () => 'in')).toBe('in');
  });

  it('RL-2 waits for the one before it: refused if that was wrong, tried if it was right', async () => {
    const guess = createAttemptLimiter(createCounter({ points: 1, duration: 900 }));
    const pair = async (first: boolean) => {
      const ending = Promise.withResolvers<boolean>();
      const both = [guess('maya', () => ending.promise), guess('maya', async () => true)];
      ending.resolve(first);
      return Promise.allSettled(both);
    };
    expect(await pair(true)).toMatchObject([{ value: true }, { value: true }]);
    expect(await pair(false)).toMatchObject([{ value: false }, { reason: { code: 'rate_limited' } }]);
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { LONG } from '../testing/server-process.ts';
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
    for (let i = 0; i < 100_000; i += 1) await counter.consume(tried(i));
    const full = heapMb();
    for (let i = 100_000; i < KEYS; i += 1) await counter.consume(tried(i));
    const after = heapMb();
    if (LONG || process.env.FIGURES)
      process.stderr.write(`${JSON.stringify({ counter: { KEYS, before, full, after } })}\n`);
    expect(after - full).toBeLessThan(10);
    expect(full - before).toBeLessThan(100);
    // Still here, so that it was not collected before it was measured.
    await expect(counter.consume(tried(KEYS - 1))).resolves.toBeUndefined();
  }, 120_000);

  it('forgets first whom it has not heard of for longest', async () => {
    const counter = createCounter({ points: 1, duration: 900 }, 3);
    for (const name of ['maya', 'lena', 'carl']) await counter.consume(name);
    await expect(counter.consume('maya')).rejects.toMatchObject({ code: 'rate_limited' });
    await counter.consume('dora');
    for (const name of ['carl', 'maya', 'dora'])
      await expect(counter.consume(name), name).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(counter.consume('lena')).resolves.toBeUndefined();
  });

  it('gives nobody credit for what it has forgotten', async () => {
    const counter = createCounter({ points: 1, duration: 900 });
    await counter.refund('maya');
    await counter.consume('maya');
    await expect(counter.consume('maya')).rejects.toMatchObject({ code: 'rate_limited' });
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

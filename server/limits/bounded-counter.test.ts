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
  it(`counts ${KEYS} keys in bounded memory`, async () => {
    const counter = createCounter(LIMIT);
    const key = (i: number) => `unknown${i}@a-rather-long-name-of-a-company.example.com`;
    const before = heapMb();
    for (let i = 0; i < 100_000; i += 1) await counter.consume(key(i));
    const full = heapMb();
    for (let i = 100_000; i < KEYS; i += 1) await counter.consume(key(i));
    const after = heapMb();
    if (LONG || process.env.FIGURES)
      process.stderr.write(`${JSON.stringify({ counter: { KEYS, before, full, after } })}\n`);
    expect(after - full).toBeLessThan(10);
    expect(full - before).toBeLessThan(100);
    // Uses the counter after the measurement, to keep it from being garbage-collected before.
    await expect(counter.consume(key(KEYS - 1))).resolves.toBeUndefined();
  }, 120_000);

  it('evicts the least recently used key first', async () => {
    const counter = createCounter({ points: 1, duration: 900 }, 3);
    for (const name of ['maya', 'lena', 'carl']) await counter.consume(name);
    await expect(counter.consume('maya')).rejects.toMatchObject({ code: 'rate_limited' });
    await counter.consume('dora');
    for (const name of ['carl', 'maya', 'dora'])
      await expect(counter.consume(name), name).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(counter.consume('lena')).resolves.toBeUndefined();
  });

  it('a refund for an evicted key does not raise the limit', async () => {
    const counter = createCounter({ points: 1, duration: 900 });
    await counter.refund('maya');
    await counter.consume('maya');
    await expect(counter.consume('maya')).rejects.toMatchObject({ code: 'rate_limited' });
  });
});

describe('RL-1 an attempt', () => {
  it('that throws is not counted as failed', async () => {
    const attempt = createAttemptLimiter(createCounter({ points: 1, duration: 900 }));
    const busy = new Error('too many sign-ins');
    for (let i = 0; i < 3; i += 1)
      await expect(attempt('maya', () => Promise.reject(busy))).rejects.toBe(busy);
    expect(await attempt('maya', async () => 'in')).toBe('in');
  });

  it('RL-2 waits for the previous one: it is refused when that failed and runs when that succeeded', async () => {
    const attempt = createAttemptLimiter(createCounter({ points: 1, duration: 900 }));
    const pair = async (first: boolean) => {
      const firstResult = Promise.withResolvers<boolean>();
      const both = [attempt('maya', () => firstResult.promise), attempt('maya', async () => true)];
      firstResult.resolve(first);
      return Promise.allSettled(both);
    };
    expect(await pair(true)).toMatchObject([{ value: true }, { value: true }]);
    expect(await pair(false)).toMatchObject([{ value: false }, { reason: { code: 'rate_limited' } }]);
  });
});

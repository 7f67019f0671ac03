import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClockOffset } from './clock-offset.ts';

const START_MS = Date.parse('2026-11-25T12:00:00.000Z');
const HOUR_MS = 3_600_000;

/** A computer whose clock differs from the server's, and the requests it sends. */
function open(differenceMs: number) {
  let time = START_MS;
  let difference = differenceMs;
  let monotonicLostMs = 0;
  const clock = createClockOffset(
    () => time + difference,
    () => time - START_MS - monotonicLostMs,
  );
  return {
    clock,
    errorMs: () => Math.abs(clock.now() - time),
    pass: (ms: number) => {
      time += ms;
    },
    /** The monotonic clock stops while the computer sleeps. */
    sleep: (ms: number) => {
      time += ms;
      monotonicLostMs += ms;
    },
    setClock: (byMs: number) => {
      difference += byMs;
    },
    request: (thereMs = 20, backMs = 20, during = () => {}) => {
      const finish = clock.beginRequest();
      time += thereMs;
      // The `Date` header has whole seconds.
      const serverTime = Math.floor(time / 1000) * 1000;
      during();
      time += backMs;
      return finish(serverTime);
    },
  };
}

test.each([-3 * HOUR_MS, 3 * HOUR_MS, 5_000, -400 * 24 * HOUR_MS])(
  'learns a difference of %i ms from one response',
  (difference) => {
    const { request, errorMs } = open(difference);
    expect(errorMs()).toBe(Math.abs(difference));
    expect(request()).toBe(true);
    expect(errorMs()).toBeLessThan(600);
  },
);

test('uses a clock that agrees with the server unchanged', () => {
  const { request, errorMs, pass } = open(0);
  for (let i = 0; i < 20; i += 1) {
    pass(1234);
    expect(request(i * 10, i * 5)).toBe(false);
    expect(errorMs()).toBe(0);
  }
});

test('is at most as wrong as the round trip and the resolution allow, and no later response makes it worse', () => {
  const trip = fc.record({ thereMs: fc.nat(5000), backMs: fc.nat(5000), pauseMs: fc.nat(60_000) });
  const trips = fc.array(trip, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.integer({ min: -5 * HOUR_MS, max: 5 * HOUR_MS }), trips, (difference, all) => {
      const computer = open(difference);
      for (const { thereMs, backMs, pauseMs } of all) {
        computer.request(thereMs, backMs);
        computer.pass(pauseMs);
      }
      const shortest = Math.min(...all.map(({ thereMs, backMs }) => thereMs + backMs));
      expect(computer.errorMs()).toBeLessThanOrEqual(shortest + 1000);
    }),
  );
});

test('one slow response does not spoil what fast ones have shown', () => {
  const { request, errorMs } = open(HOUR_MS);
  request(5, 5);
  const before = errorMs();
  request(0, 14_000);
  expect(errorMs()).toBeLessThanOrEqual(before);
});

test('after sleep the time is right before the next response, and after it', () => {
  const { clock, request, errorMs, sleep } = open(2 * HOUR_MS);
  request();
  sleep(9 * HOUR_MS);
  expect(clock.isUncertain()).toBe(true);
  expect(errorMs()).toBeLessThan(600);
  request();
  expect([clock.isUncertain(), errorMs() < 600]).toEqual([false, true]);
});

test('a clock that is set back changes nothing, and one that is set forward is corrected by the next response', () => {
  const { clock, request, errorMs, setClock } = open(0);
  request();
  setClock(-3 * HOUR_MS);
  expect(errorMs()).toBe(0);
  setClock(5 * HOUR_MS);
  expect(clock.isUncertain()).toBe(true);
  expect(request()).toBe(true);
  expect(errorMs()).toBeLessThan(600);
});

test('sleep during a request leaves the time right', () => {
  const { request, errorMs, sleep } = open(0);
  request();
  request(20, 20, () => sleep(HOUR_MS));
  request();
  expect(errorMs()).toBeLessThan(600);
});

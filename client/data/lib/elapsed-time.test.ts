import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startStopwatch } from './elapsed-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('a clock that is set back does not stop the time', () => {
  const elapsedMs = startStopwatch();
  vi.setSystemTime(Date.now() - 3 * 3_600_000);
  vi.advanceTimersByTime(500);
  expect(elapsedMs()).toBe(500);
});

test('sleep counts, although the monotonic clock stops', () => {
  const elapsedMs = startStopwatch();
  const stoppedAt = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(stoppedAt);
  vi.setSystemTime(Date.now() + 60_000);
  expect(elapsedMs()).toBe(60_000);
});

import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createThrottledTask } from './throttled-task.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('runs at most every interval, also after the clock was set back', async () => {
  const run = vi.fn(async () => {});
  const schedule = createRoot(() => createThrottledTask(run, 700));
  schedule();
  await vi.advanceTimersByTimeAsync(0);
  expect(run).toHaveBeenCalledTimes(1);
  vi.setSystemTime(Date.now() - 3 * 3_600_000);
  schedule();
  await vi.advanceTimersByTimeAsync(600);
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(run).toHaveBeenCalledTimes(2);
});

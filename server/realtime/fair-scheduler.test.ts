import { expect, it } from 'vitest';
import { createFairScheduler } from './fair-scheduler.ts';

const stays = () => false;
const turns = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

it('OP-3 runs one task per event-loop turn, in order', async () => {
  const scheduler = createFairScheduler();
  const started: number[] = [];
  for (let i = 0; i < 3; i += 1) void scheduler.waitForTurn(stays).then(() => started.push(i));
  await new Promise((resolve) => setImmediate(resolve));
  expect(started).toEqual([0]);
  await turns();
  expect(started).toEqual([0, 1, 2]);
});

it('OP-3 skips the tasks of clients that are gone, without a turn for each', async () => {
  const scheduler = createFairScheduler();
  const gone = Array.from({ length: 1000 }, () => scheduler.waitForTurn(() => true));
  const outcomes = Promise.allSettled(gone);
  const last = scheduler.waitForTurn(stays);
  let hasStarted = false;
  void last.then(() => {
    hasStarted = true;
  });
  await turns();
  expect(hasStarted).toBe(true);
  expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
});

it('OP-3 is full at its maximum of waiting tasks, until one has run', async () => {
  const scheduler = createFairScheduler(2);
  const tasks = [scheduler.waitForTurn(stays)];
  expect(scheduler.isFull()).toBe(false);
  tasks.push(scheduler.waitForTurn(stays));
  expect(scheduler.isFull()).toBe(true);
  await Promise.all(tasks);
  expect(scheduler.isFull()).toBe(false);
});

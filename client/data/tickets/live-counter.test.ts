import { expect, test, vi } from 'vitest';
import { createLiveCounter } from './live-counter.ts';

const open = () => {
  const doubt = vi.fn();
  const tally = createLiveCounter<'all'>(doubt);
  return { tally, doubt, all: () => tally.numbers()?.all };
};
const read = (seq: number, all: number) => ({ seq, numbers: { all } });

test('events after the answer count, events before it are in it', () => {
  const { tally, all } = open();
  const answer = tally.beginRead();
  tally.applyEvent(5, { all: 1 });
  tally.applyEvent(6, { all: 1 });
  answer(read(5, 10));
  expect(all()).toBe(11);
  tally.applyEvent(6, { all: 1 });
  tally.applyEvent(7, { all: -1 });
  expect(all()).toBe(10);
});

test('an event nobody here can judge asks again, and the answer settles it', () => {
  const { tally, doubt, all } = open();
  tally.beginRead()(read(5, 10));
  tally.applyEvent(6, undefined);
  expect(doubt).toHaveBeenCalledOnce();
  tally.beginRead()(read(6, 12));
  tally.applyEvent(7, { all: 1 });
  expect(all()).toBe(13);
  expect(doubt).toHaveBeenCalledOnce();
});

test('a mark counts at once, and an answer that may not hold it yet is asked for again', () => {
  const { tally, doubt, all } = open();
  tally.beginRead()(read(5, 10));
  const moved = tally.applyUnnumberedChange({ all: -1 }, 5);
  expect(all()).toBe(9);
  tally.beginRead()(read(5, 10));
  moved();
  expect(doubt).toHaveBeenCalled();
});

test('an answer asked for before a mark moved is asked for again', () => {
  const { tally, doubt } = open();
  tally.beginRead()(read(5, 10));
  const answer = tally.beginRead();
  tally.applyUnnumberedChange({ all: -1 }, 5)();
  answer(read(5, 10));
  expect(doubt).toHaveBeenCalled();
});

test('a mark that reaches less far than the numbers says nothing about them', () => {
  const { tally, doubt, all } = open();
  tally.beginRead()(read(9, 10));
  tally.applyUnnumberedChange({ all: -1 }, 5);
  expect(all()).toBe(10);
  expect(doubt).toHaveBeenCalled();
});

test('without an answer nothing is asked in a circle', () => {
  const { tally, doubt } = open();
  tally.beginRead()(read(5, 10));
  tally.applyEvent(6, undefined);
  tally.beginRead()();
  expect(doubt).toHaveBeenCalledOnce();
});

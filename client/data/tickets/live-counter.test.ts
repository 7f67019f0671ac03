import { expect, test, vi } from 'vitest';
import { createLiveCounter } from './live-counter.ts';

const open = () => {
  const onUncertain = vi.fn();
  const counter = createLiveCounter<'all'>(onUncertain);
  return { counter, onUncertain, all: () => counter.numbers()?.all };
};
const read = (seq: number, all: number) => ({ seq, numbers: { all } });

test('counts events after the response; the response includes the earlier ones', () => {
  const { counter, all } = open();
  const finishRead = counter.beginRead();
  counter.applyEvent(5, { all: 1 });
  counter.applyEvent(6, { all: 1 });
  finishRead(read(5, 10));
  expect(all()).toBe(11);
  counter.applyEvent(6, { all: 1 });
  counter.applyEvent(7, { all: -1 });
  expect(all()).toBe(10);
});

test('an event with an unknown effect requests a new read, and its response makes the numbers certain', () => {
  const { counter, onUncertain, all } = open();
  counter.beginRead()(read(5, 10));
  counter.applyEvent(6, undefined);
  expect(onUncertain).toHaveBeenCalledOnce();
  counter.beginRead()(read(6, 12));
  counter.applyEvent(7, { all: 1 });
  expect(all()).toBe(13);
  expect(onUncertain).toHaveBeenCalledOnce();
});

test('a read mark counts at once, and a response that may not include it yet is requested again', () => {
  const { counter, onUncertain, all } = open();
  counter.beginRead()(read(5, 10));
  const confirmChange = counter.applyUnnumberedChange({ all: -1 }, 5);
  expect(all()).toBe(9);
  counter.beginRead()(read(5, 10));
  confirmChange();
  expect(onUncertain).toHaveBeenCalled();
});

test('a response to a request from before a read mark is requested again', () => {
  const { counter, onUncertain } = open();
  counter.beginRead()(read(5, 10));
  const finishRead = counter.beginRead();
  counter.applyUnnumberedChange({ all: -1 }, 5)();
  finishRead(read(5, 10));
  expect(onUncertain).toHaveBeenCalled();
});

test('a read mark older than the numbers does not change them and requests a new read', () => {
  const { counter, onUncertain, all } = open();
  counter.beginRead()(read(9, 10));
  counter.applyUnnumberedChange({ all: -1 }, 5);
  expect(all()).toBe(10);
  expect(onUncertain).toHaveBeenCalled();
});

test('a failed read does not request another one', () => {
  const { counter, onUncertain } = open();
  counter.beginRead()(read(5, 10));
  counter.applyEvent(6, undefined);
  counter.beginRead()();
  expect(onUncertain).toHaveBeenCalledOnce();
});

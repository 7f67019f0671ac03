import { expect, test } from 'vitest';
import { neighbourOf } from './visible-order.ts';

test('the neighbours of a shown ticket are the ones beside it; beyond the ends there is none', () => {
  expect([neighbourOf([5, 3, 9], 3, -1), neighbourOf([5, 3, 9], 3, 1)]).toEqual([5, 9]);
  expect([neighbourOf([5, 3, 9], 5, -1), neighbourOf([5, 3, 9], 9, 1)]).toEqual([undefined, undefined]);
});

test('a ticket that has left keeps its place, also when its neighbours have left or new ones came', () => {
  const last = [5, 3, 9, 7];
  expect([neighbourOf([5, 9, 7], 3, -1, last), neighbourOf([5, 9, 7], 3, 1, last)]).toEqual([5, 9]);
  expect([neighbourOf([8, 5, 7], 3, -1, last), neighbourOf([8, 5, 7], 3, 1, last)]).toEqual([5, 7]);
  expect([neighbourOf([5, 3, 9], 7, -1, last), neighbourOf([5, 3, 9], 7, 1, last)]).toEqual([9, undefined]);
});

test('a ticket that was never in the list comes before the first and after the last', () => {
  expect([neighbourOf([5, 3], 1, 1), neighbourOf([5, 3], 1, -1)]).toEqual([5, 3]);
  expect(neighbourOf([], 1, 1)).toBeUndefined();
});

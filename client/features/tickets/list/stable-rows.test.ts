import { expect, test } from 'vitest';
import { addedRows, arrangeLive, arrangePaused } from './stable-rows.ts';

const rows = (...ids: number[]) => ids.map((id) => ({ id }));
const ids = (list: readonly { id: number }[]) => list.map(({ id }) => id);

test('held: a new row on top waits', () => {
  const held = arrangePaused(rows(1, 2), rows(9, 1, 2));
  expect(ids(held.rows)).toEqual([1, 2]);
  expect(held.pendingCount).toBe(1);
});

test('held: a row that moved stays and counts once', () => {
  const held = arrangePaused(rows(1, 2, 3, 4), rows(4, 1, 2, 3));
  expect(ids(held.rows)).toEqual([1, 2, 3, 4]);
  expect(held.pendingCount).toBe(1);
});

test('held: a row that left stays, dimmed, and is no waiting update', () => {
  const held = arrangePaused(rows(1, 2, 3), rows(1, 3));
  expect(ids(held.rows)).toEqual([1, 2, 3]);
  expect([...held.departed]).toEqual([2]);
  expect(held.pendingCount).toBe(0);
});

test('held: more rows at the end move nothing, so they come at once', () => {
  expect(ids(arrangePaused(rows(1, 2), rows(1, 2, 3, 4)).rows)).toEqual([1, 2, 3, 4]);
  expect(ids(arrangePaused([], rows(1, 2)).rows)).toEqual([1, 2]);
});

test('held: when everything left, newcomers wait', () => {
  const held = arrangePaused(rows(1), rows(2));
  expect(ids(held.rows)).toEqual([1]);
  expect(held.pendingCount).toBe(1);
});

test('free: the list is the live list', () => {
  expect(ids(arrangeLive(rows(1, 2), rows(3, 2), () => false).rows)).toEqual([3, 2]);
});

test('free: who left a moment ago stands where they stood', () => {
  const free = arrangeLive(rows(1, 2, 3), rows(9, 1, 3), () => true);
  expect(ids(free.rows)).toEqual([9, 1, 2, 3]);
  expect([...free.departed]).toEqual([2]);
  expect(ids(arrangeLive(rows(1, 2), rows(2), () => true).rows)).toEqual([1, 2]);
});

test('20 live updates under the pointer: not a row moves', () => {
  let shown: readonly { id: number }[] = rows(1, 2, 3, 4, 5);
  let live = rows(1, 2, 3, 4, 5);
  for (let i = 0; i < 20; i += 1) {
    live =
      i % 3 === 0
        ? rows(100 + i, ...ids(live))
        : rows(
            ...ids(live)
              .reverse()
              .slice(i % 2),
          );
    shown = arrangePaused(shown, live).rows;
    expect(ids(shown).slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
  }
});

test('what comes between is news, what is loaded at the end is not', () => {
  expect([...addedRows(rows(1, 2), rows(9, 1, 8, 2, 3, 4))]).toEqual([9, 8]);
  expect([...addedRows([], rows(1, 2))]).toEqual([]);
});

import { expect, test } from 'vitest';
import { addedRows, arrangeLive, arrangePaused } from './stable-rows.ts';

const rows = (...ids: number[]) => ids.map((id) => ({ id }));
const ids = (list: readonly { id: number }[]) => list.map(({ id }) => id);

test('paused: holds back a new row at the top', () => {
  const paused = arrangePaused(rows(1, 2), rows(9, 1, 2));
  expect(ids(paused.rows)).toEqual([1, 2]);
  expect(paused.pendingCount).toBe(1);
});

test('paused: keeps a moved row in place and counts it once', () => {
  const paused = arrangePaused(rows(1, 2, 3, 4), rows(4, 1, 2, 3));
  expect(ids(paused.rows)).toEqual([1, 2, 3, 4]);
  expect(paused.pendingCount).toBe(1);
});

test('paused: keeps a departed row and does not count it as pending', () => {
  const paused = arrangePaused(rows(1, 2, 3), rows(1, 3));
  expect(ids(paused.rows)).toEqual([1, 2, 3]);
  expect([...paused.departed]).toEqual([2]);
  expect(paused.pendingCount).toBe(0);
});

test('paused: adds rows at the end immediately', () => {
  expect(ids(arrangePaused(rows(1, 2), rows(1, 2, 3, 4)).rows)).toEqual([1, 2, 3, 4]);
  expect(ids(arrangePaused([], rows(1, 2)).rows)).toEqual([1, 2]);
});

test('paused: holds back new rows when every shown row has departed', () => {
  const paused = arrangePaused(rows(1), rows(2));
  expect(ids(paused.rows)).toEqual([1]);
  expect(paused.pendingCount).toBe(1);
});

test('live: shows the live rows', () => {
  expect(ids(arrangeLive(rows(1, 2), rows(3, 2), () => false).rows)).toEqual([3, 2]);
});

test('live: keeps recently departed rows in their old places', () => {
  const arranged = arrangeLive(rows(1, 2, 3), rows(9, 1, 3), () => true);
  expect(ids(arranged.rows)).toEqual([9, 1, 2, 3]);
  expect([...arranged.departed]).toEqual([2]);
  expect(ids(arrangeLive(rows(1, 2), rows(2), () => true).rows)).toEqual([1, 2]);
});

test('paused: moves no row during 20 live updates', () => {
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

test('rows inserted between shown rows are added, rows at the end are not', () => {
  expect([...addedRows(rows(1, 2), rows(9, 1, 8, 2, 3, 4))]).toEqual([9, 8]);
  expect([...addedRows([], rows(1, 2))]).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDay, formatDayAndTime } from './format-day.ts';
import { formatAge, formatAgeShort, formatDurationShort } from './format-time.ts';

const NOW = new Date(2026, 10, 22, 12, 0).getTime();
const ago = (minutes: number) => NOW - minutes * 60_000;

test.each([
  [0.5, 'now'],
  [9, '9m'],
  [59.9, '59m'],
  [60, '1h'],
  [47 * 60, '1d'],
  [6 * 24 * 60, '6d'],
])('%s minutes ago is %s', (minutes, text) => {
  expect(formatAgeShort(ago(minutes), NOW, 'en')).toBe(text);
});

test('an age over a week is a date, with the year if it differs', () => {
  expect(formatAgeShort(new Date(2026, 10, 2).getTime(), NOW, 'en')).toBe('Nov 2');
  expect(formatAgeShort(new Date(2024, 2, 2).getTime(), NOW, 'en')).toBe('Mar 2024');
});

test('a time in the future counts as now', () => {
  expect(formatAgeShort(NOW + 5000, NOW)).toBe('now');
  expect(formatAge(NOW + 5000, NOW)).toBe('less than a minute');
});

test('a duration over a week stays a number of days', () => {
  expect(formatDurationShort(ago(40 * 24 * 60), NOW)).toBe('40d');
});

test('all forms of an age round alike', () => {
  const short = (words: string) =>
    words === 'less than a minute' ? 'now' : words.replace(/^(\d+) (.).*/, '$1$2');
  fc.assert(
    fc.property(fc.integer({ min: -1000, max: 60 * 24 * 3_600_000 }), (ageMs) => {
      const duration = formatDurationShort(NOW - ageMs, NOW);
      expect(short(formatAge(NOW - ageMs, NOW))).toBe(duration);
      if (ageMs < 7 * 24 * 3_600_000) expect(formatAgeShort(NOW - ageMs, NOW)).toBe(duration);
    }),
  );
});

test('formats an age in words', () => {
  expect(formatAge(ago(1), NOW)).toBe('1 minute');
  expect(formatAge(ago(150), NOW)).toBe('2 hours');
});

test('names today, yesterday and weekdays', () => {
  expect(formatDay(NOW, NOW)).toBe('Today');
  expect(formatDay(new Date(2026, 10, 21, 23, 59).getTime(), NOW)).toBe('Yesterday');
  expect(formatDay(new Date(2026, 10, 18).getTime(), NOW, 'en')).toBe('Wednesday, November 18');
});

test.each([
  [new Date(2026, 10, 22, 9, 14), '9:14 AM'],
  [new Date(2026, 10, 21, 23, 59), 'Yesterday, 11:59 PM'],
  [new Date(2026, 10, 18, 9, 14), 'Nov 18, 9:14 AM'],
  [new Date(2025, 10, 22, 9, 14), 'Nov 22, 2025, 9:14 AM'],
])('%s is %s', (at, text) => {
  expect(formatDayAndTime(at.getTime(), NOW, 'en').replace('\u202f', ' ')).toBe(text);
});

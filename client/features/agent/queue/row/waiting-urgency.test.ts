import { expect, test } from 'vitest';
import { waitingUrgency } from './waiting-urgency.ts';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');

test.each([
  [0, 'fresh'],
  [3.99, 'fresh'],
  [4, 'due'],
  [23.99, 'due'],
  [24, 'overdue'],
  [24 * 30, 'overdue'],
  [-3, 'fresh'],
])('a customer who has waited for %s hours is %s', (hours, urgency) => {
  expect(waitingUrgency(new Date(NOW - hours * 3_600_000).toISOString(), NOW)).toBe(urgency);
});

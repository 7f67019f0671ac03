import { expect, test } from 'vitest';
import { safeReturnPath, ticketPath } from './paths.ts';

test('after signing in the way leads where it led before', () => {
  expect(safeReturnPath('/queue/8?view=mine', 'agent')).toBe('/queue/8?view=mine');
});

test.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '/login?next=/login',
  ['/a', '/b'],
])('%s leads home', (next) => {
  expect(safeReturnPath(next, 'customer')).toBe('/tickets');
});

test('a ticket has a page on each side', () => {
  expect([ticketPath('agent', 8), ticketPath('customer', 8)]).toEqual(['/queue/8', '/tickets/8']);
});

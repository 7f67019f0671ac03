import { expect, test } from 'vitest';
import { isPublicPath, safeReturnPath, ticketPath } from './paths.ts';

test('returns the path the user came for', () => {
  expect(safeReturnPath('/queue/8?view=mine', 'agent')).toBe('/queue/8?view=mine');
});

test.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/%2e//evil.example',
  '/x/..//evil.example',
  '/\t\\evil.example',
  'http://app.invalid/queue',
  '/login/',
  '/join#token',
  'javascript:alert(1)',
  '/login?next=/login',
  ['/a', '/b'],
])('%s falls back to the start page', (next) => {
  expect(safeReturnPath(next, 'customer')).toBe('/tickets');
});

test('each role has its own path of a ticket', () => {
  expect([ticketPath('agent', 8), ticketPath('customer', 8)]).toEqual(['/queue/8', '/tickets/8']);
});

test.each(['/login', '/join/', '/setup//'])('%s is public', (path) => expect(isPublicPath(path)).toBe(true));

test.each(['/', '/queue', '/login/x', '/joined'])('%s needs a session', (path) =>
  expect(isPublicPath(path)).toBe(false),
);

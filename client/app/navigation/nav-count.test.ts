import { expect, test } from 'vitest';
import { compactCount, exactCount } from './nav-count.tsx';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1K'],
  [1234, '1.2K'],
  [1999, '1.9K'],
  [9999, '9.9K'],
  [12_345, '12K'],
  [999_999, '990K'],
  [1_234_567, '1.2M'],
])('B7 %i is shown as %s where the room is narrow', (count, text) => expect(compactCount(count)).toBe(text));

test('B7 the exact number has all its digits', () => expect(exactCount(12_345)).toBe('12,345'));

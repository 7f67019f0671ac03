import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excessLength, limitMessage, splitAtLimit } from './text-limit.ts';

test('surrounding white space does not count', () => {
  expect(excessLength('  abcd \n', 4)).toBe(0);
  expect(excessLength('  abcde \n', 4)).toBe(1);
});

test('marks what exceeds the limit, not the white space after it', () => {
  expect(splitAtLimit(' abcdef\n', 4)).toEqual([' abcd', 'ef', '\n']);
  expect(splitAtLimit('abcd', 4)).toBeUndefined();
});

test('the three parts are the whole text, and the middle one is as long as the excess', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(20), (text, max) => {
      const parts = splitAtLimit(text, max);
      if (parts) expect([parts.join(''), parts[1].length]).toEqual([text, excessLength(text, max)]);
      else expect(text.trim().length).toBeLessThanOrEqual(max);
    }),
  );
});

test('the counter appears near the limit and names the excess beyond it', () => {
  expect(limitMessage('a'.repeat(17_999), 20_000)).toBeUndefined();
  expect(limitMessage('a'.repeat(19_000), 20_000)).toBe('19,000 of 20,000');
  expect(limitMessage('a'.repeat(20_001), 20_000)).toBe('1 character over the limit of 20,000');
  expect(limitMessage('a'.repeat(26_624), 20_000)).toBe('6,624 characters over the limit of 20,000');
});

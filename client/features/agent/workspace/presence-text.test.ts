import { expect, test } from 'vitest';
import { presenceText } from './presence-text.ts';

const at = (name: string, state: 'viewing' | 'replying' = 'viewing') => ({ user: { id: 1, name }, state });

test('who is here', () => {
  expect(presenceText([at('Sam')])).toBe('Sam is viewing');
  expect(presenceText([at('Sam'), at('Alex')])).toBe('Sam and Alex are viewing');
});

test('who writes matters more', () => {
  expect(presenceText([at('Sam'), at('Alex', 'replying')])).toBe('Alex is writing a reply · 1 more viewing');
});

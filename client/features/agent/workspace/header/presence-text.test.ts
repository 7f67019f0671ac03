import { expect, test } from 'vitest';
import { presenceText } from './presence-text.ts';

const viewer = (name: string, state: 'viewing' | 'replying' = 'viewing') => ({
  user: { id: 1, name },
  state,
});

test('names the agents who view the ticket', () => {
  expect(presenceText([viewer('Sam')])).toBe('Sam is viewing');
  expect(presenceText([viewer('Sam'), viewer('Alex')])).toBe('Sam and Alex are viewing');
});

test('an agent who writes takes precedence over viewers', () => {
  expect(presenceText([viewer('Sam'), viewer('Alex', 'replying')])).toBe(
    'Alex is writing a reply · 1 more viewing',
  );
});

import { expect, test } from 'vitest';
import type { Activity } from '../../data/thread/timeline.ts';
import { describeActivity } from './activity-text.ts';

const sam = { id: 2, name: 'Sam Lee', role: 'agent' } as const;
const agent = { id: 2, name: 'Sam Lee' };
const took: Activity = { id: 'e1', at: '', actor: sam, kind: 'assignment', agent, previousAgent: null };
const begun: Activity = { id: 'e2', at: '', actor: sam, kind: 'status', from: 'open', to: 'in_progress' };
const raised: Activity = { id: 'e3', at: '', actor: sam, kind: 'priority', from: 'low', to: 'high' };
const other = { id: 9, role: 'agent' } as const;

test('a run of changes is one sentence', () => {
  expect(describeActivity([took, begun, raised], other)).toBe(
    'Sam Lee took the ticket, changed the status from Open to In progress and raised the priority to High',
  );
});

test('I am "you"', () => {
  expect(describeActivity([took], sam)).toBe('You took the ticket');
  expect(describeActivity([{ ...took, previousAgent: { id: 9, name: 'Alex' } }], other)).toBe(
    'Sam Lee took over from you',
  );
});

test('customers read plain words', () => {
  const maya = { id: 3, role: 'customer' } as const;
  expect(describeActivity([took, begun], maya)).toBe('Handled by Sam Lee · We are working on it');
  expect(describeActivity([{ ...begun, from: 'in_progress', to: 'resolved' }], maya)).toBe('Solved');
});

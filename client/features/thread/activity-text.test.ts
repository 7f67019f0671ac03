import { expect, test } from 'vitest';
import type { Activity } from '../../data/thread/timeline.ts';
import { describeActivity } from './activity-text.ts';

const sam = { id: 2, name: 'Sam Lee', role: 'agent' } as const;
const agent = { id: 2, name: 'Sam Lee' };
const assigned: Activity = { id: 'e1', at: '', actor: sam, kind: 'assignment', agent, previousAgent: null };
const started: Activity = { id: 'e2', at: '', actor: sam, kind: 'status', from: 'open', to: 'in_progress' };
const priorityRaised: Activity = { id: 'e3', at: '', actor: sam, kind: 'priority', from: 'low', to: 'high' };
const otherAgent = { id: 9, role: 'agent' } as const;

test('joins consecutive changes into one sentence', () => {
  expect(describeActivity([assigned, started, priorityRaised], otherAgent)).toBe(
    'Sam Lee took the ticket, changed the status from Open to In progress and raised the priority to High',
  );
});

test('the viewer is "you"', () => {
  expect(describeActivity([assigned], sam)).toBe('You took the ticket');
  expect(describeActivity([{ ...assigned, previousAgent: { id: 9, name: 'Alex' } }], otherAgent)).toBe(
    'Sam Lee took over from you',
  );
});

test('uses the customer wording for customers', () => {
  const maya = { id: 3, role: 'customer' } as const;
  expect(describeActivity([assigned, started], maya)).toBe('Handled by Sam Lee · We are working on it');
  expect(describeActivity([{ ...started, from: 'in_progress', to: 'resolved' }], maya)).toBe('Solved');
});

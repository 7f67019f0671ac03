import { expect, test } from 'vitest';
import type { ThreadEntry } from '../../data/thread/timeline.ts';
import { groupEntries } from './timeline-items.ts';

const sam = { id: 2, name: 'Sam Lee', role: 'agent' } as const;
const maya = { id: 3, name: 'Maya Ortiz', role: 'customer' } as const;
const DAY = '2026-11-22T09:00:00.000Z';
const status = (id: string, actor: typeof sam | typeof maya = sam, at = DAY): ThreadEntry => ({
  id,
  at,
  actor,
  kind: 'status',
  from: 'open',
  to: 'in_progress',
});
const reply = (id: string, actor: typeof sam | typeof maya = maya, at = DAY): ThreadEntry => ({
  id,
  at,
  actor,
  kind: 'reply',
  reply: { id, ticketId: 1, author: actor, content: 'Hello', internal: false, createdAt: at, key: null },
});
const shape = (entries: ThreadEntry[], unread?: string) =>
  groupEntries(entries, Date.parse(DAY), unread).map((item) =>
    item.kind === 'activity'
      ? item.entries.map(({ id }) => id).join('+')
      : item.kind === 'message'
        ? item.key
        : item.kind,
  );

test('consecutive changes by one user are one item', () => {
  expect(shape([status('e1'), status('e2'), status('e3', maya), reply('r1'), status('e4', maya)])).toEqual([
    'e1+e2',
    'e3',
    'r1',
    'e4',
  ]);
});

test('a new day has a separator and ends a group', () => {
  expect(shape([status('e1'), status('e2', sam, '2026-11-24T09:00:00.000Z')])).toEqual(['e1', 'day', 'e2']);
});

test('the divider comes before the first unread entry', () => {
  expect(shape([reply('r1'), status('e1'), status('e2'), reply('r2')], 'e2')).toEqual([
    'r1',
    'e1',
    'unread-divider',
    'e2',
    'r2',
  ]);
});

test('unchanged items keep their object identity', () => {
  const entries = [reply('r1'), status('e1')];
  const before = groupEntries(entries, undefined, undefined);
  const after = groupEntries([...entries, reply('r2')], undefined, undefined, before);
  expect(after.slice(0, 3).every((item, index) => item === before[index])).toBe(true);
});

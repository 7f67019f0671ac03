import { expect, test } from 'vitest';
import type { ThreadEntry } from '../../data/thread/timeline.ts';
import { groupEntries, lastGroup } from './timeline-items.ts';

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
const note = (id: string, at = DAY): ThreadEntry => {
  const entry = reply(id, sam, at);
  return { ...entry, kind: 'note' } as ThreadEntry;
};
/** The ids of the messages that continue a group. */
const continued = (entries: ThreadEntry[], unread?: string) =>
  groupEntries(entries, undefined, unread).flatMap((item) =>
    item.kind === 'message' && item.continues ? item.key : [],
  );
const minutes = (count: number) => new Date(Date.parse(DAY) + count * 60_000).toISOString();
const shape = (entries: ThreadEntry[], unread?: string) =>
  groupEntries(entries, { at: DAY, kind: 'reply', actor: maya }, unread).map((item) =>
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

test('messages of one author within five minutes are one group', () => {
  const entries = [0, 2, 5, 5.1].map((at, n) => reply(`r${n}`, maya, minutes(at)));
  expect(continued(entries)).toEqual(['r1', 'r2']);
});

test.each([
  ['another author', [reply('r1'), reply('r2', sam), reply('r3')]],
  ['a note', [reply('r1', sam), note('n1'), reply('r2', sam)]],
  ['an activity', [reply('r1'), status('e1'), reply('r2')]],
  ['a new day', [reply('r1', maya, '2026-11-22T23:59:00'), reply('r2', maya, '2026-11-23T00:01:00')]],
])('%s ends a group', (_, entries) => {
  expect(continued(entries)).toEqual([]);
});

test('the divider before unread messages ends a group', () => {
  expect(continued([reply('r1'), reply('r2'), reply('r3')], 'r2')).toEqual(['r3']);
});

test('the first reply continues the description of the same author', () => {
  const head = { at: DAY, kind: 'reply', actor: maya } as const;
  expect(groupEntries([reply('r1', maya, minutes(1))], head, undefined)).toMatchObject([
    { kind: 'message', continues: true },
  ]);
});

test('an item is replaced when it no longer continues a group', () => {
  const second = reply('r2', maya, minutes(4));
  const before = groupEntries([reply('r1'), second], undefined, undefined);
  const after = groupEntries([status('e1'), second], undefined, undefined, before);
  expect(after.at(-1)).toMatchObject({ key: 'r2', continues: false });
});

test('the group at the end starts with its first message', () => {
  const entries = [reply('r1'), reply('r2', sam), reply('r3', sam, minutes(1))];
  const head = { at: DAY, kind: 'reply', actor: maya } as const;
  const items = (some: ThreadEntry[]) => groupEntries(some, head, undefined);
  expect(lastGroup(items(entries), head)).toBe(entries[1]);
  expect(lastGroup(items([reply('r1')]), head)).toBe(head);
  expect(lastGroup(items([reply('r1'), status('e1')]), head)).toBeUndefined();
});

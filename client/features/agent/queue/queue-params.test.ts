import { expect, test } from 'vitest';
import {
  defaultParams,
  listQueryOf,
  parseQueueParams,
  queueSearch,
  statusTabs,
  VIEW_NAMES,
} from './queue-params.ts';

const read = (text: string) => parseQueueParams(Object.fromEntries(new URLSearchParams(text)));

test('an empty address is all open tickets, last activity first', () => {
  expect(read('')).toMatchObject({ view: 'open', sort: 'updated', q: '' });
  expect(queueSearch(read(''))).toBe('');
});

test('unassigned tickets come longest waiting first', () => {
  expect(read('view=unassigned').sort).toBe('waiting');
});

test('what is written is read again', () => {
  const address = {
    ...defaultParams('mine'),
    status: 'reopened',
    priority: 'high',
    sort: 'created',
    q: 'VAT & co',
  } as const;
  expect(read(queueSearch(address))).toEqual({ ...address, customer: undefined });
});

test('a view is the shortest address that leads to it', () => {
  expect(VIEW_NAMES.map((view) => queueSearch(defaultParams(view)))).toEqual([
    '?view=unassigned',
    '?view=mine',
    '?view=waiting',
    '',
    '?view=resolved',
    '?view=all',
  ]);
});

test('nonsense is left out', () => {
  expect(read('view=__proto__&status=closed&sort=random&customer=-1')).toEqual(read(''));
  expect(read('view=open&status=resolved').status).toBeUndefined();
});

test('a tab narrows a view, never widens it', () => {
  expect(statusTabs('waiting')).toEqual([]);
  expect(listQueryOf(read('view=mine&status=open')).filter).toEqual({ assignee: 'me', status: ['open'] });
});

test('one letter is no search yet, one digit is', () => {
  expect(listQueryOf(read('q=a')).q).toBeUndefined();
  expect(listQueryOf(read('q=7')).q).toBe('7');
});

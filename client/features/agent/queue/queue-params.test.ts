import { expect, test } from 'vitest';
import { freshView, readQueue, tabsOf, VIEW_NAMES, wishOf, writeQueue } from './queue-params.ts';

const read = (text: string) => readQueue(Object.fromEntries(new URLSearchParams(text)));

test('an empty address is all open tickets, last activity first', () => {
  expect(read('')).toMatchObject({ view: 'open', sort: 'updated', q: '' });
  expect(writeQueue(read(''))).toBe('');
});

test('unassigned tickets come longest waiting first', () => {
  expect(read('view=unassigned').sort).toBe('waiting');
});

test('what is written is read again', () => {
  const address = {
    ...freshView('mine'),
    status: 'reopened',
    priority: 'high',
    sort: 'created',
    q: 'VAT & co',
  } as const;
  expect(read(writeQueue(address))).toEqual({ ...address, customer: undefined });
});

test('a view is the shortest address that leads to it', () => {
  expect(VIEW_NAMES.map((view) => writeQueue(freshView(view)))).toEqual([
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
  expect(tabsOf('waiting')).toEqual([]);
  expect(wishOf(read('view=mine&status=open')).filter).toEqual({ assignee: 'me', status: ['open'] });
});

test('one letter is no search yet, one digit is', () => {
  expect(wishOf(read('q=a')).q).toBeUndefined();
  expect(wishOf(read('q=7')).q).toBe('7');
});

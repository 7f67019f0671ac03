import { expect, test } from 'vitest';
import {
  defaultParams,
  listQueryOf,
  parseQueueParams,
  queueSearch,
  statusTabs,
  VIEW_NAMES,
} from './queue-params.ts';

const parse = (search: string) => parseQueueParams(Object.fromEntries(new URLSearchParams(search)));

test('an empty query string lists all open tickets by last activity', () => {
  expect(parse('')).toMatchObject({ view: 'open', sort: 'updated', q: '' });
  expect(queueSearch(parse(''))).toBe('');
});

test('sorts unassigned tickets by longest waiting', () => {
  expect(parse('view=unassigned').sort).toBe('waiting');
});

test('parses what it serializes', () => {
  const params = {
    ...defaultParams('mine'),
    status: 'reopened',
    priority: 'high',
    sort: 'created',
    q: 'VAT & co',
  } as const;
  expect(parse(queueSearch(params))).toEqual({ ...params, customer: undefined });
});

test('serializes a view as the shortest query string', () => {
  expect(VIEW_NAMES.map((view) => queueSearch(defaultParams(view)))).toEqual([
    '?view=unassigned',
    '?view=mine',
    '?view=waiting',
    '',
    '?view=resolved',
    '?view=all',
  ]);
});

test('ignores invalid parameters', () => {
  expect(parse('view=__proto__&status=closed&sort=random&customer=-1')).toEqual(parse(''));
  expect(parse('view=open&status=resolved').status).toBeUndefined();
});

test('a status tab narrows a view and never widens it', () => {
  expect(statusTabs('waiting')).toEqual([]);
  expect(listQueryOf(parse('view=mine&status=open')).filter).toEqual({ assignee: 'me', status: ['open'] });
});

test('searches for one digit, but not for one letter', () => {
  expect(listQueryOf(parse('q=a')).q).toBeUndefined();
  expect(listQueryOf(parse('q=7')).q).toBe('7');
});

test('a search longer than the server takes is not cut: it is shown, and not sent', () => {
  const q = 'word '.repeat(50).trim();
  const params = parse(new URLSearchParams({ q }).toString());
  expect(params.q).toBe(q);
  expect(listQueryOf(params).q).toBeUndefined();
  expect(listQueryOf({ ...params, q: 'w'.repeat(200) }).q).toHaveLength(200);
});

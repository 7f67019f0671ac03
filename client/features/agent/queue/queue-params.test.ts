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
    searchSort: 'priority',
    notes: true,
  } as const;
  expect(parse(queueSearch(params))).toEqual({ ...params, customer: undefined });
});

test('a search is sorted by relevance unless it has a sort of its own, and returns to the earlier sort', () => {
  const before = { ...defaultParams('mine'), sort: 'created' } as const;
  const searching = parse(queueSearch({ ...before, q: 'cat' }));
  expect(listQueryOf(searching).sort).toBe('relevance');
  const sorted = parse(queueSearch({ ...searching, searchSort: 'priority' }));
  expect(listQueryOf(sorted).sort).toBe('priority');
  expect(listQueryOf({ ...sorted, q: 'cats' }).sort).toBe('priority');
  expect(parse(queueSearch({ ...sorted, q: '' }))).toEqual(parse(queueSearch(before)));
  expect(listQueryOf(parse('q=cat&sort=created')).sort).toBe('created');
});

test('only a search includes notes', () => {
  expect(listQueryOf(parse('q=cat&notes=true'))).toMatchObject({ q: 'cat', notes: true });
  expect(listQueryOf(parse('q=cat'))).not.toHaveProperty('notes');
  expect(parse('notes=true').notes).toBeUndefined();
  expect(queueSearch({ ...defaultParams('open'), notes: true })).toBe('');
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

test('searches for one digit or one character without case, but not for one letter', () => {
  expect(listQueryOf(parse('q=検')).q).toBe('検');
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

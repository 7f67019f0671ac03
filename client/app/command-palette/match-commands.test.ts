import { expect, test } from 'vitest';
import { matchingCommands } from './match-commands.ts';

const commands = [
  { group: 'This ticket', label: 'Resolve', keywords: 'close solve done' },
  { group: 'This ticket', label: 'Set priority: High', keywords: 'urgent' },
  { group: 'This ticket', label: 'Internal note' },
  { group: 'Go to', label: 'Go to the queue' },
  { group: 'Go to', label: 'Go to settings' },
  { group: 'General', label: 'Überweisungen prüfen' },
] as const;
const labels = (query: string) => matchingCommands(commands, query).map(({ label }) => label);

test('an empty query returns every command, this ticket first', () => {
  expect(labels(' ')).toHaveLength(6);
  const reversed = matchingCommands([...commands].reverse(), '');
  expect(reversed[0]?.group).toBe('This ticket');
  expect(reversed.at(-1)?.group).toBe('General');
});
test('each query word matches the start of any label word', () =>
  expect(labels('que go')).toEqual(['Go to the queue']));
test('B12 finds a command by the start of its name', () => expect(labels('reso')[0]).toBe('Resolve'));
test('B12 finds a command by its words in any order', () =>
  expect(labels('high prio')).toEqual(['Set priority: High']));
test('B12 finds a command by other words for it', () => expect(labels('close')).toEqual(['Resolve']));
test('B12 actions on this ticket come before pages', () =>
  expect(labels('set')).toEqual(['Set priority: High', 'Go to settings']));
test('B12 words of the name come before other words, and letters in order come last', () => {
  expect(labels('rslv')).toEqual(['Resolve']);
  expect(labels('gq')).toEqual(['Go to the queue']);
  expect(labels('esolv')).toEqual([]);
});
test('C3 case and accents do not matter', () => {
  for (const query of ['uberw', 'ÜBERW', 'u\u0308berw'])
    expect(labels(query)).toEqual(['Überweisungen prüfen']);
});
test('a query without letters finds nothing', () => expect(labels('?!')).toEqual([]));
test('returns nothing without a match', () => expect(labels('zebra')).toEqual([]));

import { expect, test } from 'vitest';
import { matchingCommands } from './palette-match.ts';

const commands = ['Go to the queue', 'Go to settings', 'Resolve', 'Internal note'].map((label) => ({
  label,
}));
const labels = (typed: string) => matchingCommands(commands, typed).map(({ label }) => label);

test('nothing typed, everything shown', () => expect(labels(' ')).toHaveLength(4));
test('any beginning of any word', () => expect(labels('que go')).toEqual(['Go to the queue']));
test('the first word counts most', () => expect(labels('s')).toEqual(['Go to settings']));
test('no match, no command', () => expect(labels('zebra')).toEqual([]));

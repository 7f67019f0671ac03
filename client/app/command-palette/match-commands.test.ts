import { expect, test } from 'vitest';
import { matchingCommands, rankTickets } from './match-commands.ts';

const commands = ['Go to the queue', 'Go to settings', 'Resolve', 'Internal note'].map((label) => ({
  label,
}));
const labels = (typed: string) => matchingCommands(commands, typed).map(({ label }) => label);

test('nothing typed, everything shown', () => expect(labels(' ')).toHaveLength(4));
test('any beginning of any word', () => expect(labels('que go')).toEqual(['Go to the queue']));
test('the first word counts most', () => expect(labels('s')).toEqual(['Go to settings']));
test('no match, no command', () => expect(labels('zebra')).toEqual([]));

test('tickets with the words in the subject come first, the number before all', () => {
  const tickets = [
    { id: 1, subject: 'Crash' },
    { id: 2, subject: 'Wrong VAT 7' },
    { id: 7, subject: 'Other' },
  ];
  expect(rankTickets(tickets, 'vat').map(({ id }) => id)).toEqual([2, 1, 7]);
  expect(rankTickets(tickets, '7').map(({ id }) => id)).toEqual([7, 2, 1]);
});

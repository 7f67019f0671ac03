import { expect, test } from 'vitest';
import { matchingCommands, rankTickets } from './match-commands.ts';

const commands = ['Go to the queue', 'Go to settings', 'Resolve', 'Internal note'].map((label) => ({
  label,
}));
const labels = (query: string) => matchingCommands(commands, query).map(({ label }) => label);

test('an empty query returns every command', () => expect(labels(' ')).toHaveLength(4));
test('each query word matches the start of any label word', () =>
  expect(labels('que go')).toEqual(['Go to the queue']));
test('a label that starts with the query comes first', () => expect(labels('s')).toEqual(['Go to settings']));
test('returns nothing without a match', () => expect(labels('zebra')).toEqual([]));

test('ranks the ticket number first, then matches in the subject', () => {
  const tickets = [
    { id: 1, subject: 'Crash' },
    { id: 2, subject: 'Wrong VAT 7' },
    { id: 7, subject: 'Other' },
  ];
  expect(rankTickets(tickets, 'vat').map(({ id }) => id)).toEqual([2, 1, 7]);
  expect(rankTickets(tickets, '7').map(({ id }) => id)).toEqual([7, 2, 1]);
});

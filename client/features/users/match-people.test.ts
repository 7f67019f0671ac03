import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, matchingPeople } from './match-people.ts';

const find = (names: string[], query: string) => matchingPeople(names, query, (name) => name);

test.each([
  ['überweisung', 'Überweisung'],
  ['заказ', 'ЗАКАЗ'],
  ['lukasz zolw', 'Łukasz Żółw'],
  ['emilie', 'Émilie Durand-Lefèvre'],
  ['ÉMILIE', 'Emilie'],
  ['strasse', 'Straße'],
  ['istanbul', 'İstanbul'],
  ['max', 'Ｍａｘ'],
  ['김', '김민수'],
  ['𝐴da', 'ADA'],
  ['οδος', 'ΟΔΟΣ ΑΒ'],
])('%s finds %s', (query, name) => {
  expect(find([name], query)).toEqual([name]);
});

test('requires every word, in any order', () => {
  const names = ['Maya Ortiz maya@example.com', 'Maya Nair priya@example.com'];
  expect(find(names, 'ortiz maya')).toEqual([names[0]]);
  expect(find(names, 'maya')).toEqual(names);
  expect(find(names, 'maya zzz')).toEqual([]);
  expect(find(names, ' \t ')).toEqual(names);
});

test('keeps letters that differ by more than an accent apart', () => {
  expect(find(['Наина'], 'Ната')).toEqual([]);
  expect(find(['की'], 'कु')).toEqual([]);
});

test('folding again changes nothing, and every text finds itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
      expect(find([text], text)).toEqual([text]);
      expect(find([text], text.toUpperCase())).toEqual([text]);
    }),
    { numRuns: 1000 },
  );
});

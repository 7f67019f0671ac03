import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearch, searchText } from '../../../shared/search-text.ts';
import { createSplitter } from './split-at-hits.ts';

/** The text with its hits in brackets. */
const marked = (text: string, query: string) =>
  createSplitter(query)(text)
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('');

test.each([
  ['Überweisung fehlt', 'überweisung', '[Überweisung] fehlt'],
  ['Überweisung fehlt', 'uberw', '[Überweisung] fehlt'],
  ['Überweisung'.normalize('NFD'), 'über', `[${'Überweisung'.normalize('NFD')}]`],
  ['Заказ 12', 'ЗАКАЗ', '[Заказ] 12'],
  ['Straße und STRASSE', 'strasse', '[Straße] und [STRASSE]'],
  ['STRAẞE', 'straße', '[STRAẞE]'],
  ['Straße', 'STRAẞE', '[Straße]'],
  ['Łódź', 'lodz', '[Łódź]'],
  ['مُحَمَّد', 'محمد', '[مُحَمَّد]'],
  ['ΟΔΟΣ', 'οδος', '[ΟΔΟΣ]'],
  ['İstanbul', 'istanbul', '[İstanbul]'],
  ['İİ İ', 'i', '[İİ] [İ]'],
  ['e\u0301t\u00e9', '\u00e9t', '[e\u0301t\u00e9]'],
  ['VAT & co', 'vat & co', '[VAT] & [co]'],
  ['Cannot cancel', 'can', '[Cannot] [cancel]'],
  ['Payment of the entry', 'ment', 'Payment of the entry'],
  ['Entry and sentry', 'entry', '[Entry] and sentry'],
  ['one two, two one', '"one two"', '[one two], two one'],
  ['Refund for order 99812', '#99812', 'Refund for order [99812]'],
  ['a cat sat', 'a cat', '[a] [cat] sat'],
  ['seven 7', '7', 'seven [7]'],
  ['😀 smile 😀', 'smile', '😀 [smile] 😀'],
  ['👩‍💻 Überweisung', 'ube', '👩‍💻 [Überweisung]'],
  ['次の注文', '注文', '次の[注文]'],
  ['次の注文', '注', '次の[注文]'],
  ['nothing here', '%_"*', 'nothing here'],
  ['nothing here', '', 'nothing here'],
])('marks the hits of a search in %j for %j', (text, query, expected) => {
  expect(marked(text, query)).toBe(expected);
});

test('keeps every unit of the text, cuts no character, and each hit contains the words of a term', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
      const terms = parseSearch(query);
      const parts = createSplitter(query)(text);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      for (const part of parts.filter(({ hit }) => hit)) {
        expect(part.text.isWellFormed()).toBe(true);
        expect(terms.some(({ words }) => searchText(part.text).includes(words.join(' ')))).toBe(true);
      }
    }),
  );
});

test('finds a word of the text in any case', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zà-öа-я]{2,8}$/), (word) => {
      expect(marked(`x ${word} y`, word.toUpperCase())).toBe(`x [${word}] y`);
    }),
  );
});

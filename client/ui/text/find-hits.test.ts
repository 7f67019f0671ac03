import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findHits, foldText, searchWords } from './find-hits.ts';

/** The text with its hits in brackets. */
const marked = (text: string, query: string) =>
  findHits(text, searchWords(query))
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('');

test.each([
  ['Überweisung fehlt', 'überweisung', '[Überweisung] fehlt'],
  ['Überweisung fehlt', 'uberw', '[Überw]eisung fehlt'],
  ['Заказ 12', 'ЗАКАЗ', '[Заказ] 12'],
  ['Straße und STRASSE', 'strasse', '[Straße] und [STRASSE]'],
  ['ΟΔΟΣ', 'οδος', '[ΟΔΟΣ]'],
  ['İstanbul', 'istanbul', '[İstanbul]'],
  ['e\u0301t\u00e9', '\u00e9t', '[e\u0301t]\u00e9'],
  ['VAT & co', 'vat & co', '[VAT] & [co]'],
  ['Cannot cancel', 'can', '[Can]not [can]cel'],
  ['Payment of the entry', 'ment', 'Pay[ment] of the entry'],
  ['Entry and sentry', 'entry', '[Entry] and sentry'],
  ['Refund for order 99812', '#99812', 'Refund for order [99812]'],
  ['a cat sat', 'a cat', 'a [cat] sat'],
  ['seven 7', '7', 'seven [7]'],
  ['😀 smile 😀', 'smile', '😀 [smile] 😀'],
  ['次の注文', '注文', '次の[注文]'],
  ['nothing here', '%_"*', 'nothing here'],
  ['nothing here', '', 'nothing here'],
])('marks the hits of a search in %j for %j', (text, query, expected) => {
  expect(marked(text, query)).toBe(expected);
});

test('keeps every unit of the text, and its hits fold to text that contains a word', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
      const words = searchWords(query);
      const parts = findHits(text, words);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      for (const part of parts.filter(({ hit }) => hit))
        expect(words.some((word) => foldText(part.text).includes(word))).toBe(true);
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

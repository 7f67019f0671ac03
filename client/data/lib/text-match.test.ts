import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { containsText, findMatches, fold, foldedWords } from './text-match.ts';

describe('texts are equal without case and accents', () => {
  test.each([
    ['Überweisung', 'uberweisung'],
    ['Überweisung', 'ÜBERWEISUNG'],
    ['Überweisung', 'überweisung'.normalize('NFD')],
    ['заказ', 'ЗАКАЗ'],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['ΟΔΟΣ', 'οδός'],
    ['οδός', 'οδοσ'],
    ['İstanbul', 'istanbul'],
    ['ISTANBUL', 'ıstanbul'],
    ['Łukasz Żółw', 'lukasz zolw'],
    ['Søren Ærø', 'soren aero'],
    ['Ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
    ['ﬁle', 'FILE'],
    ['don’t', "don't"],
    ['soft\u00adhyphen', 'softhyphen'],
    ['\u202eabc\u202c', 'abc'],
    ['مُحَمَّد', 'محمد'],
    ['が', 'か\u3099'],
    ['한글', '한글'.normalize('NFD')],
  ])('%s = %s', (a, b) => expect(fold(a)).toBe(fold(b)));
});

test('letters that are no accents stay different', () => {
  expect(fold('が')).not.toBe(fold('か'));
  expect(fold('कि')).not.toBe(fold('क'));
});

describe('finds hits as ranges of the original text', () => {
  const hits = (text: string, query: string) =>
    findMatches(text, query).map(({ start, end }) => text.slice(start, end));
  test.each([
    ['Die Überweisung', 'uberw', ['Überw']],
    ['Die Überweisung'.normalize('NFD'), 'über', ['Über'.normalize('NFD')]],
    ['café'.normalize('NFD'), 'cafe', ['café'.normalize('NFD')]],
    ['Straße', 'strasse', ['Straße']],
    ['Straße', 'stras', ['Straß']],
    ['ß', 's', ['ß']],
    ['aXbxc', 'x', ['X', 'x']],
    ['İİ', 'i', ['İ', 'İ']],
    ['👩‍💻 Überweisung', 'ube', ['Übe']],
    ['nothing', ' ', []],
    ['nothing', 'z', []],
  ])('%s, %s', (text, query, found) => expect(hits(text, query)).toEqual(found));
});

test('splits words at anything but letters, digits and vowel signs', () => {
  expect(foldedWords('Änderung: «Заказ»-42, कि!')).toEqual(['anderung', 'заказ', '42', fold('कि')]);
});

const anyText = fc.string({ unit: 'binary' });
const letters = fc.string({ unit: fc.constantFrom(...'aZäÖßẞéêŁıIİiςΣσΩώЗзЁёЙ'), maxLength: 12 });

test('property: folding a folded text changes nothing', () => {
  fc.assert(fc.property(anyText, (text) => fold(fold(text)) === fold(text)));
});

test('property: case and composition do not matter', () => {
  fc.assert(
    fc.property(letters, (text) => {
      for (const other of [
        text.toUpperCase(),
        text.toLowerCase(),
        text.normalize('NFD'),
        text.normalize('NFC'),
      ])
        expect(fold(other)).toBe(fold(text));
    }),
  );
});

test('property: any part of a text is found in it, and hits neither overlap nor cut a character', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
      const characters = [...text];
      const [from, to] = [a % (characters.length + 1), b % (characters.length + 1)];
      const part = characters.slice(Math.min(from, to), Math.max(from, to)).join('').trim();
      expect(containsText(text, part)).toBe(true);
      const found = findMatches(text, part);
      expect(found.length > 0).toBe(fold(part) !== '');
      let last = 0;
      for (const { start, end } of found) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(text.slice(start, end).isWellFormed()).toBe(text.isWellFormed());
        last = end;
      }
    }),
  );
});

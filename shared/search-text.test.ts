import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, parseSearch, searchText, searchWords } from './search-text.ts';

describe('fold', () => {
  it.each([
    ['ÜBERWEISUNG', 'überweisung', 'Überweisung', 'uberweisung', 'U\u0308berweisung'],
    ['ЗАКАЗ', 'заказ', 'Заказ'],
    ['straße', 'STRASSE', 'STRAẞE', 'Strasse'],
    ['ΣΊΣΥΦΟΣ', 'Σίσυφος', 'σισυφοσ'],
    ['İstanbul', 'istanbul', 'ISTANBUL', 'ıstanbul'],
    ['Łukasz Żółw', 'lukasz zolw'],
    ['Smørrebrød', 'smorrebrod'],
    ['ﬁne', 'FINE'],
    ['العَرَبِيَّة', 'العربية'],
    ['שָׁלוֹם', 'שלום'],
    ['ﾃｽﾄ', 'テスト'],
    ['ＡＢＣ１２３', 'abc123'],
    ['post\u00adoffice', 'postoffice'],
    ['Überweisung', 'überweisung'.normalize('NFD')],
    ['ΟΔΟΣ', 'οδός', 'οδοσ'],
    ['Søren Ærø', 'soren aero'],
    ['Ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
    ['ﬁle', 'FILE'],
    ['don’t', "don't", 'don‘t', 'donʼt'],
    ['\u202eabc\u202c', 'abc', 'a\ufeffbc', 'a\u200fbc'],
    ['مُحَمَّد', 'محمد', 'محـــمد'],
    ['が', 'か\u3099'],
    ['한글', '한글'.normalize('NFD')],
  ])('%s equals its other spellings', (first, ...others) => {
    for (const other of others) expect(fold(other)).toBe(fold(first));
  });

  it.each([
    ['कि', 'का'],
    ['がく', 'かく'],
    ['が', 'か'],
    ['कि', 'क'],
    ['กิน', 'กัน'],
  ])('%s and %s stay different words', (a, b) => expect(fold(a)).not.toBe(fold(b)));

  it('ignores case and composition', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aZäÖßẞéêŁıIİiςΣσΩώЗзЁёЙ'), maxLength: 12 });
    fc.assert(
      fc.property(letters, (text) => {
        const others = [text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), text.normalize('NFC')];
        for (const other of others) expect(fold(other)).toBe(fold(text));
      }),
    );
  });

  it('is stable: folding again changes nothing, nor does another case or normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(fold(text.normalize('NFD'))).toBe(fold(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('searchWords', () => {
  it('splits at punctuation and space, and keeps the place of each word', () => {
    const text = 'Re: o&m@x.com — don’t';
    expect(searchText(text)).toBe('re o m x com don t');
    for (const { text: word, start, end } of searchWords(text))
      expect(fold(text.slice(start, end))).toBe(word);
  });

  it('finds a word with any apostrophe, and one with an invisible character in it', () => {
    for (const text of ["об'єкт", 'об’єкт', 'обʼєкт']) expect(searchText(text)).toBe('об єкт');
    for (const text of ['word', 'wo\u00adrd', 'wo\ufeffrd', 'wo\u200frd', '\u202eword\u202c'])
      expect(searchText(text)).toBe('word');
  });

  it('splits words at anything but letters, digits and vowel signs', () => {
    expect(searchText('Änderung: «Заказ»-42, कि!')).toBe('anderung заказ 42 कि');
  });

  it('makes pairs of unspaced scripts', () => {
    expect(searchText('検索機能 API仕様')).toBe('検索 索機 機能 能 api 仕様 様');
    expect(searchWords('x 検索機').map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [2, 4],
      [3, 5],
      [4, 5],
    ]);
  });

  it('returns words without space, at places inside the text, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const word of searchWords(text)) {
          expect(word.text).not.toMatch(/[\s"*]|^$/u);
          expect(word.start).toBeGreaterThanOrEqual(0);
          expect(word.end).toBeLessThanOrEqual(text.length);
          expect(word.start).toBeLessThan(word.end);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseSearch', () => {
  const termsOf = (query: string) =>
    parseSearch(query).map(({ words, isPrefix }) => words.join(' ') + (isPrefix ? '*' : ''));

  it.each([
    ['printer on fi', ['printer', 'on', 'fi*']],
    ['"two words" more', ['two words', 'more*']],
    ['"two words"', ['two words']],
    ['lena@example.com', ['lena example com*']],
    ['"unclosed phrase', ['unclosed', 'phrase*']],
    ['AND OR NOT NEAR(a b)', ['and', 'or', 'not', 'near a', 'b*']],
    ['a* b^2 c:d -e', ['a', 'b 2', 'c d', 'e*']],
    ['same same same', ['same', 'same*']],
    ['#10', ['10']],
    ['10', ['10*']],
    ['検索', ['検索*']],
    ['検索機能 x', ['検索 索機 機能', 'x*']],
    ['検 x', ['検*', 'x*']],
    ['% _ " \' \\', []],
    ['   ', []],
  ])('%s', (query, terms) => expect(termsOf(query)).toEqual(terms));

  it('reads a number with or without #', () => {
    expect(parseSearch('#1042 x 7')).toMatchObject([{ number: 1042 }, { number: null }, { number: 7 }]);
    expect(parseSearch('0 #x 12345678901234567')).toMatchObject([
      { number: null },
      { number: null },
      { number: null },
    ]);
  });
});

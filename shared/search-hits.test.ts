import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHits } from './search-hits.ts';
import { parseSearch, searchWords } from './search-text.ts';

const hitsIn = (text: string, query: string) =>
  findHits(text, parseSearch(query)).map(({ start, end }) => text.slice(start, end));

describe('findHits', () => {
  it('finds whole words: the last one of a search by its beginning', () => {
    expect(hitsIn('Print the printer’s print', 'print')).toEqual(['Print', 'printer', 'print']);
    expect(hitsIn('Print the printer', 'print the')).toEqual(['Print', 'the']);
  });

  it('finds a phrase as one hit', () =>
    expect(hitsIn('two words, words two', '"two words"')).toEqual(['two words']));

  it('ends at the hits that start too far after the first one', () => {
    const hits = findHits('x one two three one', parseSearch('two one'), 10);
    expect(hits.map(({ start }) => start)).toEqual([2, 6]);
  });

  it('finds every word of any text, in order, without overlap', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, n) => {
        const words = searchWords(text);
        const word = words[n % Math.max(1, words.length)];
        if (!word) return;
        const hits = findHits(text, [{ words: [word.text], isPrefix: false, number: null }]);
        expect(hits.some(({ start, end }) => start <= word.start && end >= word.end)).toBe(true);
        let last = 0;
        for (const { start, end } of hits) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
      }),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { previewOf } from './ticket.ts';

const FAMILY = '👩‍👩‍👧‍👦';
const graphemes = (text: string) => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

it.each([
  ['a flag', '🇩🇪'],
  ['a family', FAMILY],
  ['a skin tone', '👍🏽'],
  ['a keycap', '1️⃣'],
  ['a letter with marks', 'e\u0301\u0323'],
  ['a syllable', 'क्षि'],
  ['a pair of surrogates', '😀'],
])('ends before a character that does not fit: %s', (_, character) => {
  for (let length = 125; length <= 141; length += 1) {
    const preview = previewOf(`${'x'.repeat(length)}${character.repeat(20)}`);
    expect(preview.length).toBeLessThanOrEqual(140);
    expect(graphemes(preview).every((grapheme) => grapheme === 'x' || grapheme === character)).toBe(true);
  }
});

it.each([
  ['newlines', '\n'.repeat(1200)],
  ['spaces', ' '.repeat(1200)],
  ['CRLF and no-break spaces', '\r\n\u00a0'.repeat(400)],
  ['zero-width spaces', '\u200b'.repeat(1200)],
  ['direction marks', '\u200f'.repeat(1200)],
])('starts with the text after 1 200 %s', (_, start) => {
  expect(previewOf(`${start}Hello\n\n\nworld`)).toBe('Hello world');
});

it('reaches over a long gap in the text', () => {
  expect(previewOf(`Hello${'\n'.repeat(1200)}world`)).toBe('Hello world');
});

it('is never empty, too long or malformed', () => {
  const unit = fc.oneof(
    fc.constantFrom('a', ' ', '\n', FAMILY, '🇩🇪', '\ud800', '\udc00', '\ufffd', '\u0301', '\u200d'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 200 }), (units) => {
      const text = `${units.join('')} end`;
      const preview = previewOf(text);
      expect(preview).not.toBe('');
      expect(preview.length).toBeLessThanOrEqual(140);
      expect(preview.isWellFormed()).toBe(true);
      expect(preview).not.toContain('\ufffd');
    }),
    { numRuns: 1000 },
  );
});

it('reduces a letter with hundreds of marks to the letter', () => {
  expect(previewOf(`Z${'\u0351'.repeat(500)} and more`)).toBe('Z and more');
});

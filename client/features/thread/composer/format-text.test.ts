import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdit, formatEdit, type TextFormat } from './format-text.ts';

/** Applies a format to a text whose selection is between two bars; returns the result in the same notation. */
function format(name: TextFormat, marked: string): string {
  const start = marked.indexOf('|');
  const end = marked.lastIndexOf('|') - 1;
  const edit = formatEdit(name, { text: marked.replaceAll('|', ''), start, end });
  const text = applyEdit(marked.replaceAll('|', ''), edit);
  return `${text.slice(0, edit.selectStart)}|${text.slice(edit.selectStart, edit.selectEnd)}|${text.slice(edit.selectEnd)}`;
}

test('bold and code put marks around the selection, without the white space at its ends', () => {
  expect(format('bold', 'Press |Save| now')).toBe('Press **|Save|** now');
  expect(format('bold', 'Press| Save |now')).toBe('Press **|Save|** now');
  expect(format('code', 'Run |npm ci|')).toBe('Run `|npm ci|`');
});

test('without a selection the caret stands between the marks', () => {
  expect(format('bold', 'a ||')).toBe('a **||**');
  expect(format('code', '||')).toBe('`||`');
});

test('a second press removes the marks', () => {
  expect(format('bold', 'Press **|Save|** now')).toBe('Press |Save| now');
  expect(format('bold', 'Press |**Save**| now')).toBe('Press |Save| now');
});

test('code of several lines becomes a block of whole lines', () => {
  expect(format('code', 'See:\na|b\nc|d\nend')).toBe('See:\n|```\nab\ncd\n```|\nend');
  expect(format('code', '|```\nab\ncd\n```|')).toBe('|ab\ncd|');
});

test('list marks every selected line, and removes the marks again', () => {
  expect(format('list', 'o|ne\n\ntw|o\nthree')).toBe('|- one\n\n- two|\nthree');
  expect(format('list', '|- one\n\n- two|\nthree')).toBe('|one\n\ntwo|\nthree');
  expect(format('list', 'one\n|two\n|three')).toBe('one\n|- two|\nthree');
});

test('without a selection, list marks the line of the caret', () => {
  expect(format('list', 'one\nt||wo')).toBe('one\n- t||wo');
  expect(format('list', '||')).toBe('- ||');
});

test('a format adds or removes only its own marks', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '*', '`', '-'), maxLength: 30 });
  const onlyLetters = (text: string) => text.replaceAll(/[^ab]/g, '');
  fc.assert(
    fc.property(
      fc.constantFrom('bold', 'code', 'list'),
      letters,
      fc.nat(30),
      fc.nat(30),
      (name, text, a, b) => {
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const edit = formatEdit(name as TextFormat, { text, start, end });
        const result = applyEdit(text, edit);
        expect(onlyLetters(result)).toBe(onlyLetters(text));
        expect(edit.selectStart).toBeGreaterThanOrEqual(0);
        expect(edit.selectEnd).toBeLessThanOrEqual(result.length);
        expect(edit.selectStart).toBeLessThanOrEqual(edit.selectEnd);
      },
    ),
  );
});

import { expect, test } from 'vitest';
import { isolate } from './isolate.ts';

test('left-to-right text stays as it is', () => expect(isolate('Maya Ortiz')).toBe('Maya Ortiz'));

test('right-to-left text is isolated from the words around it', () =>
  expect(isolate('مايا')).toBe('\u2068مايا\u2069'));

test.each(['\u202e', '\u2066', '\u2069', '\u200f', '\u061c'])('the bidi control %j is removed', (control) =>
  expect(isolate(`Maya${control} Ortiz`)).toBe('Maya Ortiz'),
);

test('line breaks become spaces', () => expect(isolate('Maya\r\nOrtiz\u2028Lee')).toBe('Maya Ortiz Lee'));

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isComposing } from './is-composing.ts';

test('a key press during a composition is recognized by its flag or by its key code', () => {
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
});

test('every handler of Enter, Escape or a shortcut in the client ignores a composition', () => {
  const client = path.join(import.meta.dirname, '../..');
  const handlers = globSync('**/*.{ts,tsx}', { cwd: client })
    .filter((file) => !/\.test\.|^(e2e|bench)\/|is-composing/.test(file))
    .map((file) => ({ file, text: readFileSync(path.join(client, file), 'utf8') }))
    .filter(({ text }) =>
      /event\.key === '(Enter|Escape)'|event\.key !== '(Enter|Escape)'|matchKeys\(event\)/.test(text),
    );
  expect(handlers.length).toBeGreaterThan(3);
  expect(handlers.filter(({ text }) => !text.includes('isComposing(event)')).map(({ file }) => file)).toEqual(
    [],
  );
});

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const CLIENT = path.join(import.meta.dirname, '..');
const textOf = (pattern: string) =>
  globSync(pattern, { cwd: CLIENT })
    .filter((file) => !/\.test\.|^e2e\//.test(file))
    .map((file) => readFileSync(path.join(CLIENT, file), 'utf8'))
    .join('\n');

test('every class in a style sheet is rendered by a component', () => {
  const css = textOf('**/*.css').replace(/\/\*[\s\S]*?\*\//g, '');
  const styled = new Set(Array.from(css.matchAll(/\.([a-z][\w-]*)/g), ([, name]) => name));
  const rendered = new Set(textOf('**/*.{ts,tsx,html}').match(/[\w-]+/g));
  // `@import "./dialog.css"` looks like a class.
  expect([...styled].filter((name) => name !== 'css' && !rendered.has(name ?? ''))).toEqual([]);
});

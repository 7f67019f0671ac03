import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const CLIENT = path.join(import.meta.dirname, '..');
const textOf = (pattern: string) =>
  globSync(pattern, { cwd: CLIENT })
    .filter((file) => !/\.test\.|^e2e\//.test(file))
    .map((file) => readFileSync(path.join(CLIENT, file), 'utf8'))
    .join('\n');

/** Without comments and file names. */
const css = textOf('**/*.css').replace(/\/\*[\s\S]*?\*\/|(@import|url\()\s*"[^"]*"/g, '');
const rendered = new Set(textOf('**/*.{ts,tsx,html}').match(/[\w-]+/g));
const namesIn = (text: string, pattern: RegExp) =>
  [...new Set(Array.from(text.matchAll(pattern), ([, name]) => name ?? ''))].sort();

test('every class in a style sheet is rendered by a component', () => {
  const styled = namesIn(css, /\.([a-z][\w-]*)/g);
  expect(styled.filter((name) => !rendered.has(name))).toEqual([]);
});

test('every grid area is in a template, and every name in a template is a grid area', () => {
  const templates = css.match(/grid-template(-areas)?:[^;]+;/g) ?? [];
  const placed = templates.flatMap((template) => template.match(/"[^"]+"/g) ?? []).join(' ');
  expect(namesIn(placed, /([a-z][\w-]*)/g)).toEqual(namesIn(css, /grid-area: ([a-z][\w-]*)/g));
});

test('every custom property, container and animation that is used is defined', () => {
  const properties = namesIn(css, /(?<!var\()(--[\w-]+):/g);
  const used = namesIn(css, /var\((--[\w-]+)/g);
  expect(used.filter((name) => !properties.includes(name) && !rendered.has(name))).toEqual([]);
  expect(namesIn(css, /@container ([a-z][\w-]*)/g)).toEqual(namesIn(css, /container: ([a-z][\w-]*)/g));
  const animations = namesIn(css, /animation(?:-name)?: (?!none)([a-z][\w-]*)/g);
  expect(animations).toEqual(namesIn(css, /@keyframes ([\w-]+)/g));
});

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { MUTATIONS } from '../mutations/list.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Test titles start with one or more codes, separated by commas. */
const TITLE_CODES = /['"`]([A-Z]{1,3}-\d+(?:, [A-Z]{1,3}-\d+)*) /g;
const codesIn = (title: string) => title.match(/^[A-Z]{1,3}-\d+(?:, [A-Z]{1,3}-\d+)*/)?.[0].split(', ') ?? [];

const listed = [...read('docs/requirements.md').matchAll(/^\| ([A-Z]{1,3}-\d+) \|/gm)].map(
  ([, code]) => code,
);
const inTests = globSync('{server,shared,client}/**/*.{test,spec}.{ts,tsx}', { cwd: ROOT }).flatMap((file) =>
  [...read(file).matchAll(TITLE_CODES)].flatMap(([, codes = '']) => codesIn(codes)),
);
const inMutations = MUTATIONS.flatMap(({ guard }) => codesIn(guard));

it('every code in a test title or in the mutation list is listed in docs/requirements.md', () => {
  expect([...new Set([...inTests, ...inMutations])].filter((code) => !listed.includes(code))).toEqual([]);
});

it('every listed code is used by a test', () => {
  expect(listed.length).toBeGreaterThan(80);
  expect(listed.filter((code) => !inTests.includes(code ?? ''))).toEqual([]);
});

it('no code is listed twice', () => {
  expect(listed).toEqual([...new Set(listed)]);
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { MUTATIONS } from './list.ts';

const ROOT = path.join(import.meta.dirname, '../..');

it.each(MUTATIONS)('the source contains the guard: $guard', ({ file, find, tests }) => {
  expect(readFileSync(path.join(ROOT, file), 'utf8')).toContain(find);
  for (const test of tests.split(' ')) expect(existsSync(path.join(ROOT, test)), test).toBe(true);
});

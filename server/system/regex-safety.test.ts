import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract, type Endpoint, endpointNames } from '../../shared/contract.ts';
import { Handshake } from '../../shared/events.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const LENGTH = 100_000;
const MAX_MS = 50;

// Collects all regular expressions from the sources, which includes new ones automatically.

/** Test and tool code does not process user input. */
const isTest = (file: string) => /\.test\.tsx?$|\/(testing|bench|mutations|e2e)\//.test(file);
/** Files whose patterns run only on trusted text: a library's page, the contract's paths, the configuration. */
const TRUSTED_INPUT_ONLY = ['server/docs/swagger-ui.ts', 'server/docs/openapi.ts', 'server/config.ts'];

type Node = { type: string; regex?: { pattern: string; flags: string }; callee?: { name?: string } };

/** All nodes of a syntax tree. */
function* nodesIn(tree: unknown): Generator<Node> {
  if (typeof tree !== 'object' || tree === null) return;
  if ('type' in tree) yield tree as Node;
  for (const child of Object.values(tree)) yield* nodesIn(child);
}

const sources = globSync('{shared,server,client}/**/*.{ts,tsx}', { cwd: ROOT })
  .filter((file) => !isTest(file) && !TRUSTED_INPUT_ONLY.includes(file))
  .map((file) => {
    const { program, errors } = parseSync(file, readFileSync(path.join(ROOT, file), 'utf8'));
    if (errors.length > 0) throw new Error(`${file}: ${JSON.stringify(errors)}`);
    return { file, nodes: [...nodesIn(program)] };
  });
const patterns = sources.flatMap(({ file, nodes }) =>
  nodes.flatMap(({ regex }) => (regex ? [{ file, regex: new RegExp(regex.pattern, regex.flags) }] : [])),
);

// Generates the hostile input.

/** Words and characters that occur in the pattern, and some common ones. */
function alphabetOf({ source }: RegExp): string[] {
  const literals = source
    .replace(/\\[pPu]\{[^}]*\}|\\u[0-9a-f]{4}|\\[a-zA-Z]/g, '\0')
    .replace(/\\(.)/g, '$1');
  const words = literals.split(/[\0^$*+?()[\]{}|]+/).filter((word) => word.length > 1);
  return [...new Set([...words.slice(0, 4), ...literals.replace(/[\0\w]/g, '').slice(0, 12), ...'a1 \n.'])];
}

/** Long repetitions of one or two units, with and without a mismatch at the end: they make a bad pattern backtrack. */
function* hostile(regex: RegExp, length: number): Generator<string> {
  const alphabet = alphabetOf(regex);
  for (const one of alphabet)
    for (const other of alphabet) {
      const unit = one === other ? one : one + other;
      const run = unit.repeat(length / unit.length);
      yield run;
      yield `${run}\0`;
    }
}

/** The shortest of up to three measurements, because other load on the machine can delay one. */
function msFor(work: () => unknown): number {
  let ms = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && ms > MAX_MS; tries += 1) {
    const startedAt = performance.now();
    work();
    ms = Math.min(ms, performance.now() - startedAt);
    if (ms > 10 * MAX_MS) return ms;
  }
  return ms;
}

/** Finds all matches: the most work that `test`, `split` or `replace` can cause. */
const search = (regex: RegExp, text: string) =>
  text.replace(new RegExp(regex, regex.flags.includes('g') ? regex.flags : `${regex.flags}g`), '');

/** The slowest input for a pattern. A tenth of the length is tried first: it shows most good and most bad patterns. */
function slowest(regex: RegExp): { ms: number; text: string } {
  let worst = { ms: 0, text: '' };
  const long = hostile(regex, LENGTH);
  for (const text of hostile(regex, LENGTH / 10)) {
    const full = long.next().value ?? '';
    let ms = msFor(() => search(regex, text));
    if (ms < MAX_MS / 100) continue;
    if (ms < MAX_MS) ms = msFor(() => search(regex, full));
    if (ms > worst.ms) worst = { ms, text: `${full.slice(0, 10)}…` };
    if (ms > MAX_MS) return worst;
  }
  return worst;
}

describe('IN-9 regular expressions', () => {
  it('this test detects a slow pattern', () => {
    expect(slowest(/^\S+@\S+\.\S+$/).ms).toBeGreaterThan(MAX_MS);
    expect(patterns.map(({ file }) => file)).toContain('client/features/thread/markdown/parse-inline.ts');
    expect(patterns.length).toBeGreaterThan(40);
  });

  it.each(patterns)('is fast on hostile input: $file $regex', ({ regex }) => {
    const { ms, text } = slowest(regex);
    expect(ms, text).toBeLessThan(MAX_MS);
  });

  it('no pattern is built at run time', () => {
    const made = sources.filter(({ nodes }) =>
      nodes.some(({ type, callee }) => /^(New|Call)Expression$/.test(type) && callee?.name === 'RegExp'),
    );
    expect(made.map(({ file }) => file)).toEqual([]);
  });

  // The patterns inside the schema library: e-mail addresses, ids, dates.
  const requests = endpointNames.flatMap((name) => {
    const { params, query, body }: Endpoint = contract[name];
    return [params, query, body].flatMap((shape) => (shape instanceof z.ZodObject ? [{ name, shape }] : []));
  });
  it.each([...requests, { name: 'handshake', shape: Handshake }])(
    'are fast in every field of $name',
    ({ shape }) => {
      for (const field of Object.keys(shape.shape))
        for (const text of hostile(/a@a.aa-0:/, LENGTH))
          expect(
            msFor(() => shape.safeParse({ [field]: text })),
            text.slice(0, 10),
          ).toBeLessThan(MAX_MS);
    },
  );
});

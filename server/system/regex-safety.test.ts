import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract, type Endpoint, endpointNames } from '../../shared/contract.ts';
import { Handshake } from '../../shared/events.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const LENGTH = 100_000;
const MOST_MS = 50;

// Which patterns there are: read from the sources, so that a new one is tested without a word here.

/** What judges the desk meets no stranger's text. */
const isTest = (file: string) => /\.test\.tsx?$|\/(testing|bench|mutations|e2e)\//.test(file);
/** These read only what we wrote ourselves: a library's page, the contract's paths, the start's settings. */
const OURS = ['server/docs/swagger-ui.ts', 'server/docs/openapi.ts', 'server/config.ts'];

type Node = { type: string; regex?: { pattern: string; flags: string }; callee?: { name?: string } };

/** Everything in a syntax tree, however deep. */
function* nodesIn(tree: unknown): Generator<Node> {
  if (typeof tree !== 'object' || tree === null) return;
  if ('type' in tree) yield tree as Node;
  for (const child of Object.values(tree)) yield* nodesIn(child);
}

const sources = globSync('{shared,server,client}/**/*.{ts,tsx}', { cwd: ROOT })
  .filter((file) => !isTest(file) && !OURS.includes(file))
  .map((file) => {
    const { program, errors } = parseSync(file, readFileSync(path.join(ROOT, file), 'utf8'));
    if (errors.length > 0) throw new Error(`${file}: ${JSON.stringify(errors)}`);
    return { file, nodes: [...nodesIn(program)] };
  });
const patterns = sources.flatMap(({ file, nodes }) =>
  nodes.flatMap(({ regex }) => (regex ? [{ file, regex: new RegExp(regex.pattern, regex.flags) }] : [])),
);

// What is thrown at them.

/** Words and characters a pattern speaks of, and some that it may mean. */
function alphabetOf({ source }: RegExp): string[] {
  const said = source.replace(/\\[pPu]\{[^}]*\}|\\u[0-9a-f]{4}|\\[a-zA-Z]/g, '\0').replace(/\\(.)/g, '$1');
  const words = said.split(/[\0^$*+?()[\]{}|]+/).filter((word) => word.length > 1);
  return [...new Set([...words.slice(0, 4), ...said.replace(/[\0\w]/g, '').slice(0, 12), ...'a1 \n.'])];
}

/** Long runs of one thing and of two, whole, and spoilt at the end: what makes a bad pattern look back. */
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

/** How long it takes; asked again when it is a little too long, since a busy machine delays now and then. */
function msFor(work: () => unknown): number {
  let ms = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && ms > MOST_MS; tries += 1) {
    const begun = performance.now();
    work();
    ms = Math.min(ms, performance.now() - begun);
    if (ms > 10 * MOST_MS) return ms;
  }
  return ms;
}

/** Every match there is: as much work as `test`, `split` or `replace` can make of it. */
const search = (regex: RegExp, text: string) =>
  text.replace(new RegExp(regex, regex.flags.includes('g') ? regex.flags : `${regex.flags}g`), '');

/** The longest a pattern looks at such a text. A tenth of it shows at once of most that all is well, and of bad ones that it is not. */
function slowest(regex: RegExp): { ms: number; text: string } {
  let worst = { ms: 0, text: '' };
  const long = hostile(regex, LENGTH);
  for (const text of hostile(regex, LENGTH / 10)) {
    const full = long.next().value ?? '';
    let ms = msFor(() => search(regex, text));
    if (ms < MOST_MS / 100) continue;
    if (ms < MOST_MS) ms = msFor(() => search(regex, full));
    if (ms > worst.ms) worst = { ms, text: `${full.slice(0, 10)}…` };
    if (ms > MOST_MS) return worst;
  }
  return worst;
}

describe('IN-9 no pattern looks back for long', () => {
  it('this test would notice one that does', () => {
    expect(slowest(/^\S+@\S+\.\S+$/).ms).toBeGreaterThan(MOST_MS);
    expect(patterns.map(({ file }) => file)).toContain('client/features/thread/markdown/parse-inline.ts');
    expect(patterns.length).toBeGreaterThan(40);
  });

  it.each(patterns)('$file $regex', ({ regex }) => {
    const { ms, text } = slowest(regex);
    expect(ms, text).toBeLessThan(MOST_MS);
  });

  it('nobody’s words become a pattern', () => {
    const made = sources.filter(({ nodes }) =>
      nodes.some(({ type, callee }) => /^(New|Call)Expression$/.test(type) && callee?.name === 'RegExp'),
    );
    expect(made.map(({ file }) => file)).toEqual([]);
  });

  // The patterns of our schemas' library: addresses, ids, dates.
  const requests = endpointNames.flatMap((name) => {
    const { params, query, body }: Endpoint = contract[name];
    return [params, query, body].flatMap((shape) => (shape instanceof z.ZodObject ? [{ name, shape }] : []));
  });
  it.each([...requests, { name: 'handshake', shape: Handshake }])('in any field of $name', ({ shape }) => {
    for (const field of Object.keys(shape.shape))
      for (const text of hostile(/a@a.aa-0:/, LENGTH))
        expect(
          msFor(() => shape.safeParse({ [field]: text })),
          text.slice(0, 10),
        ).toBeLessThan(MOST_MS);
  });
});

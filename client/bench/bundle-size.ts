import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

type Chunk = { file: string; name?: string; imports?: string[]; css?: string[] };
type Manifest = Record<string, Chunk>;

const DIST = path.join(import.meta.dirname, '../../dist');
const CUSTOMER = ['base', 'desk', 'customer', 'socket'];
const AGENT = ['base', 'desk', 'agent', 'socket', 'ui/focus/focus-fallback.ts'];

/**
 * What each first visit loads up to its first page, live; and what it has loaded once the first ticket is open. kB of
 * gzip: `most` is held, so that nothing grows unseen; `goal` is where it should be.
 */
export const VISITS = {
  login: { most: 40, parts: ['base', 'entrance'] },
  customer: { most: 70, parts: CUSTOMER },
  'customer, a ticket open': { most: 90, parts: [...CUSTOMER, 'features/customer/ticket-route.tsx'] },
  agent: { most: 85, parts: AGENT },
  'agent, a ticket open': { most: 110, parts: [...AGENT, 'features/agent/workspace/workspace-route.tsx'] },
} as const satisfies Record<string, { most: number; goal?: number; parts: readonly string[] }>;
const MOST_CSS = 16;

/** The built scripts and styles that these parts need, with all they import. */
export function filesOf(parts: readonly string[]): string[] {
  const manifest = readManifest();
  const found = new Set<string>();
  const add = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The build has no ${name}: client/bench/bundle-size.ts names what is gone.`);
    if (found.has(chunk.file)) return;
    found.add(chunk.file);
    for (const css of chunk.css ?? []) found.add(css);
    for (const other of chunk.imports ?? []) add(other);
  };
  for (const part of parts) add(keyOf(manifest, part));
  return [...found];
}

/** A part's own entry, or the group of parts of that name. */
const keyOf = (manifest: Manifest, part: string) =>
  Object.keys(manifest).find((key) => `/${key}`.endsWith(`/${part}`) || manifest[key]?.name === part) ?? part;

function readManifest(): Manifest {
  const file = path.join(DIST, '.vite/manifest.json');
  if (!existsSync(file)) throw new Error('No build to weigh: run `npm run build` first.');
  // Seam: written by Vite.
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

const kilobytes = (file: string) => gzipSync(readFileSync(path.join(DIST, file)), { level: 9 }).length / 1000;
const weigh = (files: string[], kind: string) =>
  files.filter((file) => file.endsWith(kind)).reduce((sum, file) => sum + kilobytes(file), 0);

function main(): void {
  const lines = Object.entries<{ most: number; goal?: number; parts: readonly string[] }>(VISITS).map(
    ([name, { most, goal, parts }]) => {
      const files = filesOf(parts);
      const [js, css] = [weigh(files, '.js'), weigh(files, '.css')];
      const verdict = js > most || css > MOST_CSS ? 'TOO MUCH' : 'ok';
      const held = `of ${most} kB${goal ? ` (goal ${goal})` : ''}`.padEnd(20);
      return `${name.padEnd(24)} JS ${js.toFixed(1).padStart(5)} ${held} CSS ${css.toFixed(1).padStart(5)} of ${MOST_CSS} kB   ${verdict}`;
    },
  );
  process.stdout.write(`First visit, gzip\n${lines.join('\n')}\n`);
  if (lines.some((line) => line.endsWith('TOO MUCH'))) process.exitCode = 1;
}

if (import.meta.main) main();

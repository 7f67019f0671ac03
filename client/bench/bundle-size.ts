import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

type Chunk = { file: string; name?: string; imports?: string[]; css?: string[]; assets?: string[] };
type Manifest = Record<string, Chunk>;

const DIST = path.join(import.meta.dirname, '../../dist/client');
const SOCKET = 'node_modules/socket.io-client/build/esm/index.js';
const SIGNED_IN = [
  'index.html',
  'app/signed-in-layout.tsx',
  'app/role-guard.tsx',
  'ui/overlays/overlay-position.ts',
  SOCKET,
];
const CUSTOMER = [...SIGNED_IN, 'app/navigation/customer-nav.tsx', 'features/customer/ticket-list-page.tsx'];
const AGENT = [
  ...SIGNED_IN,
  'app/navigation/agent-nav.tsx',
  'ui/focus/focus-fallback.ts',
  'features/agent/queue/queue-page.tsx',
];

/** The modules each first visit loads with all their imports, and the gzipped JavaScript allowed for them, in kB. */
export const VISITS = {
  'sign in': { maxKb: 40, entries: ['index.html', 'features/auth/sign-in-page.tsx'] },
  customer: { maxKb: 70, entries: CUSTOMER },
  'customer, a ticket open': { maxKb: 90, entries: [...CUSTOMER, 'features/customer/ticket-page.tsx'] },
  agent: { maxKb: 85, entries: AGENT },
  'agent, a ticket open': { maxKb: 110, entries: [...AGENT, 'features/agent/workspace/workspace-page.tsx'] },
} as const satisfies Record<string, { maxKb: number; entries: readonly string[] }>;
const MAX_CSS_KB = 16;
/** Of the file that the page preloads. Others load only with text that needs them. */
const MAX_FONT_KB = 50;

/** The built scripts, style sheets and fonts that these entries load, imports included. */
export function filesOf(entries: readonly string[]): string[] {
  const manifest = readManifest();
  const found = new Set<string>();
  const add = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk)
      throw new Error(`The build has no entry ${key}. Update VISITS in client/bench/bundle-size.ts.`);
    if (found.has(chunk.file)) return;
    found.add(chunk.file);
    for (const file of [...(chunk.css ?? []), ...(chunk.assets ?? [])]) found.add(file);
    for (const other of chunk.imports ?? []) add(other);
  };
  for (const entry of entries) add(entry.startsWith('node_modules/') ? `../${entry}` : entry);
  return [...found];
}

function readManifest(): Manifest {
  const file = path.join(DIST, '.vite/manifest.json');
  if (!existsSync(file)) throw new Error('There is no build. Run `npm run build` first.');
  // Seam: written by Vite.
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

const kilobytes = (file: string) => gzipSync(readFileSync(path.join(DIST, file)), { level: 9 }).length / 1000;
const sizeOf = (files: string[], extension: string) =>
  files.filter((file) => file.endsWith(extension)).reduce((sum, file) => sum + kilobytes(file), 0);

function main(): void {
  const rows = Object.entries(VISITS).map(([name, { maxKb, entries }]) => {
    const files = filesOf(entries);
    const [js, css] = [sizeOf(files, '.js'), sizeOf(files, '.css')];
    if (js > maxKb || css > MAX_CSS_KB) process.exitCode = 1;
    return `${name.padEnd(24)} JS ${js.toFixed(1).padStart(5)} of ${maxKb} kB   CSS ${css.toFixed(1)} of ${MAX_CSS_KB} kB`;
  });
  const font = /[^"]+\.woff2/.exec(readFileSync(path.join(DIST, 'index.html'), 'utf8'))?.[0] ?? '';
  const fontKb = readFileSync(path.join(DIST, font)).length / 1000;
  if (fontKb > MAX_FONT_KB) process.exitCode = 1;
  rows.push(`font ${fontKb.toFixed(1)} of ${MAX_FONT_KB} kB`);
  process.stdout.write(`First visit, gzip\n${rows.join('\n')}\n`);
  if (process.exitCode) process.stderr.write('A visit exceeds its budget.\n');
}

if (import.meta.main) main();

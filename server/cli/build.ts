import { copyFileSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

// `npm run build`: writes the server as JavaScript to `dist/server` and `dist/shared`, the form that production runs.
// Node removes the types here as it does when it runs the sources, but once: the stripper stays out of the memory of the
// server and its threads. Every statement keeps its line and column, so stack traces fit the sources.

const ROOT = path.join(import.meta.dirname, '../..');
const DIST = path.join(ROOT, 'dist');
const MAIN = 'server/main.ts';
const NOT_SHIPPED = ['**/*.test.ts', 'server/{testing,bench,mutations}/**'];
/** In imports, and in the file names of worker threads and migrations. */
const TS_FILE_NAME = /'([^'\n]*)\.ts'/g;

const toJavaScript = (file: string) =>
  stripTypeScriptTypes(readFileSync(path.join(ROOT, file), 'utf8')).replace(TS_FILE_NAME, "'$1.js'");

function build(file: string): void {
  const target = path.join(DIST, file);
  mkdirSync(path.dirname(target), { recursive: true });
  if (!file.endsWith('.ts')) copyFileSync(path.join(ROOT, file), target);
  else writeFileSync(target.replace(/\.ts$/, '.js'), toJavaScript(file));
}

for (const folder of ['server', 'shared']) rmSync(path.join(DIST, folder), { recursive: true, force: true });
const files = globSync('{server,shared}/**/*.*', { cwd: ROOT, exclude: NOT_SHIPPED });
for (const file of files.filter((file) => file !== MAIN)) build(file);
// Last and in one step: an interrupted build cannot be started.
const main = path.join(DIST, MAIN.replace(/\.ts$/, '.js'));
writeFileSync(`${main}.part`, toJavaScript(MAIN));
renameSync(`${main}.part`, main);

import { copyFileSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { ConfigError, oneLine } from '../config.ts';
import { exitWithError } from './exit-with-error.ts';

// `npm run build`: writes the server as JavaScript to `dist/server` and `dist/shared`, the form that `npm start` runs.
// Node removes the types as it does when it runs the sources, but only once: the server and its threads need not load
// the compiler. Every statement keeps its line and column, so stack traces fit the sources.

const ROOT = path.join(import.meta.dirname, '../..');
const DIST = path.join(ROOT, 'dist');
const FOLDERS = ['server', 'shared'];
const DEVELOPMENT = [
  '**/*.test.ts',
  'server/{bench,mutations,testing}/**',
  'server/cli/{build,create-migration,dev,document-settings}.ts',
];
const ENTRY = 'server/main.ts';
/** The entry until all other files are written: an interrupted build does not start. */
const INCOMPLETE = `process.stderr.write('The build of the server is incomplete. Run \`npm run build\`.\\n');
process.exit(1);
`;
/** In imports, and where the sources name the files of worker threads and migrations. */
const TS_FILE_NAME = /'([^'\n]*)\.ts'/g;

function buildServer(): void {
  const files = globSync(`{${FOLDERS.join()}}/**/*.*`, { cwd: ROOT, exclude: DEVELOPMENT });
  for (const folder of FOLDERS) rmSync(path.join(DIST, folder), { recursive: true, force: true });
  write(ENTRY, INCOMPLETE);
  for (const file of files) {
    if (!file.endsWith('.ts')) copy(file);
    else if (file !== ENTRY) write(file, toJavaScript(file));
  }
  write(ENTRY, toJavaScript(ENTRY));
}

function toJavaScript(file: string): string {
  try {
    const source = readFileSync(path.join(ROOT, file), 'utf8');
    return stripTypeScriptTypes(source).replace(TS_FILE_NAME, "'$1.js'");
  } catch (error) {
    throw new ConfigError(`${file} cannot be compiled: ${oneLine(error)}`);
  }
}

/** Writes the JavaScript of a source file, in one step. */
function write(file: string, text: string): void {
  const target = inDist(file.replace(/\.ts$/, '.js'));
  writeFileSync(`${target}.part`, text);
  renameSync(`${target}.part`, target);
}

const copy = (file: string) => copyFileSync(path.join(ROOT, file), inDist(file));

function inDist(file: string): string {
  const target = path.join(DIST, file);
  mkdirSync(path.dirname(target), { recursive: true });
  return target;
}

try {
  buildServer();
} catch (error) {
  exitWithError(error);
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ServerOptions, startServer } from '../testing/server-process.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Starts the built product on this database file, with the options of `npm start`. */
export function startProduct(file: string, options: ServerOptions = {}) {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const nodeOptions = scripts.start.match(/--max-\S+/g) ?? [];
  return startServer(file, {
    ...options,
    folder: path.join(ROOT, 'dist/server'),
    entry: 'main.js',
    nodeOptions,
  });
}

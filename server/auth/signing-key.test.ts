import { execFile } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import type { Config } from '../config.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { signingKey } from './signing-key.ts';

const database = createDatabaseFile();
afterAll(database.remove);

/** Reads the secret in a process of its own. All look for the file before one creates it; the others go on after that. */
const READER = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const [, file, id, count] = process.argv;
  const { existsSync } = fs;
  fs.existsSync = (path) => {
    const exists = existsSync(path);
    fs.writeFileSync(file + '.looked.' + id, '');
    while (!Array.from({ length: count }).every((_, i) => existsSync(file + '.looked.' + i)));
    while (id !== '0' && !existsSync(file + '.done'));
    return exists;
  };
  syncBuiltinESMExports();
  const { signingKey } = await import(${JSON.stringify(path.join(import.meta.dirname, 'signing-key.ts'))});
  process.stdout.write(signingKey({ secret: undefined, databaseFile: file }));
  if (id === '0') fs.writeFileSync(file + '.done', '');
`;

it('AU-1 processes that start at once use one secret, and no temporary file remains', async () => {
  const COUNT = 3;
  const results = await Promise.all(
    Array.from({ length: COUNT }, (_, id) =>
      promisify(execFile)(process.execPath, [
        '--input-type=module',
        '--eval',
        READER,
        database.file,
        `${id}`,
        `${COUNT}`,
      ]),
    ),
  );
  const stored = readFileSync(`${database.file}.secret`, 'utf8');
  expect(results.map(({ stdout }) => stdout)).toEqual(Array(COUNT).fill(stored));
  expect(readdirSync(path.dirname(database.file)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('AU-1 a line break at the end of the secret file does not change the secret', () => {
  const config = { secret: undefined, databaseFile: database.file } as unknown as Config;
  const secret = signingKey(config);
  appendFileSync(`${database.file}.secret`, '\n');
  expect(signingKey(config)).toBe(secret);
});

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { MUTATIONS } from './list.ts';
import type { Mutation } from './mutation.ts';

// `npm run test:mutations`: disables one guard at a time in a copy of the source and expects a test to fail. Writes
// `RESULT.md` and exits with 1 if a disabled guard is not detected.

const ROOT = path.join(import.meta.dirname, '../..');
const COPIED = ['shared', 'server', 'client', 'vitest.config.ts', 'package.json', 'tsconfig.json', 'dist'];
const RESULT_FILE = path.join(import.meta.dirname, 'RESULT.md');
const run = promisify(execFile);
const print = (text: string) => process.stderr.write(text);

function copySource(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'mutations-'));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/** Disables the guard in the copy and returns whether one of its tests fails. */
async function isDetected(copy: string, { file, find, replace, tests }: Mutation): Promise<boolean> {
  const target = path.join(copy, file);
  const original = readFileSync(target, 'utf8');
  if (!original.includes(find))
    throw new Error(`${file} does not contain the guard: ${find}. Update server/mutations/guards.`);
  writeFileSync(
    target,
    original.replace(find, () => replace),
  );
  try {
    await run('vitest', ['run', '--project', 'server', '--bail', '1', ...tests.split(' ')], { cwd: copy });
    return false;
  } catch {
    return true;
  } finally {
    writeFileSync(target, original);
  }
}

const copy = copySource();
const rows: string[] = [];
let undetected = 0;
for (const [i, mutation] of MUTATIONS.entries()) {
  print(`${i + 1}/${MUTATIONS.length} ${mutation.guard}: `);
  const detected = await isDetected(copy, mutation);
  if (!detected) undetected += 1;
  rows.push(`| ${mutation.guard} | \`${mutation.file}\` | ${detected ? 'detected' : '**not detected**'} |`);
  print(detected ? 'detected\n' : 'NOT DETECTED\n');
}
rmSync(copy, { recursive: true });
const summary = `${MUTATIONS.length - undetected} of ${MUTATIONS.length} disabled guards detected by a failing test`;
writeFileSync(
  RESULT_FILE,
  `# Mutation test\n\nWritten by \`npm run test:mutations\`: ${summary}.\n\n` +
    `| Disabled guard | File | Result |\n| --- | --- | --- |\n${rows.join('\n')}\n`,
);
print(`${summary}. Details: ${path.relative(ROOT, RESULT_FILE)}\n`);
process.exitCode = undetected > 0 ? 1 : 0;

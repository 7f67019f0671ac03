import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { MUTATIONS, type Mutation } from './list.ts';

// `npm run test:mutations`: switches each guard off in a copy of the tree and demands that a test fails.
// A suite that stays green without a guard does not test it.

const ROOT = path.join(import.meta.dirname, '../..');
const COPIED = ['shared', 'server', 'client', 'vite.config.ts', 'package.json', 'tsconfig.json', 'dist'];
const run = promisify(execFile);
const say = (line: string) => process.stderr.write(`${line}\n`);

function copyTree(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'mutations-'));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/** Did a test fail once the guard was off? */
async function isNoticed(copy: string, { file, find, replace, tests }: Mutation): Promise<boolean> {
  const target = path.join(copy, file);
  const original = readFileSync(target, 'utf8');
  if (!original.includes(find)) throw new Error(`${file} no longer says: ${find}`);
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

const copy = copyTree();
const lines: string[] = [];
let missed = 0;
for (const [i, mutation] of MUTATIONS.entries()) {
  const noticed = await isNoticed(copy, mutation);
  if (!noticed) missed += 1;
  lines.push(`| ${mutation.guard} | \`${mutation.file}\` | ${noticed ? 'noticed' : '**not noticed**'} |`);
  say(`${i + 1}/${MUTATIONS.length} ${noticed ? 'noticed    ' : 'NOT NOTICED'} ${mutation.guard}`);
}
rmSync(copy, { recursive: true });
const head = `# Guards switched off, one at a time\n\nMade by \`npm run test:mutations\`: ${MUTATIONS.length - missed} of ${MUTATIONS.length} noticed by a failing test.\n\n| guard | where | |\n| --- | --- | --- |\n`;
writeFileSync(path.join(import.meta.dirname, 'RESULT.md'), `${head}${lines.join('\n')}\n`);
process.exitCode = missed > 0 ? 1 : 0;

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LONG } from '../testing/server-process.ts';

const SCRIPT = path.join(import.meta.dirname, 'main.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Result = { code: number; stdout: string; stderr: string };
/** Runs `npm run bench` with these arguments. */
const bench = (...args: string[]) =>
  new Promise<Result>((resolve) =>
    execFile(process.execPath, [SCRIPT, ...args, '--out', folder], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );

describe('npm run bench', { timeout: 600_000 }, () => {
  it('refuses unknown commands and sizes', async () => {
    expect(await bench('soup')).toMatchObject({ code: 1, stdout: '' });
    expect((await bench('--size', '1000,many')).stderr).toContain(
      '--size must be a number above 0 (value: many)',
    );
  });

  it.runIf(LONG)(
    'measures every row, draws both plots and ends with 0, although targets are missed',
    async () => {
      const { code, stdout, stderr } = await bench('--quick', '--size', '100,300');
      expect(code, `${stdout}${stderr}`).toBe(0);
      expect(stderr).toContain('of 12 steps: Compared with the bare server: reply');
      expect(stdout).not.toMatch(/Failed:|not measured/);
      expect(stdout).toMatch(/\d+ of 15 targets reached/);
      expect(stdout).toContain('p95 with this many tickets:');
      expect(readdirSync(folder).toSorted()).toEqual(['growth.svg', 'result.json', 'targets.svg']);
      const { rows, errors } = JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
      expect(rows.map(({ value }: { value: number }) => typeof value)).toEqual(Array(15).fill('number'));
      expect(errors).toEqual([]);
    },
  );

  it.runIf(LONG)('live measures events', async () => {
    const { code, stdout, stderr } = await bench('live', '--sockets', '20', '--seconds', '2', '--json');
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ sockets: 20, writes: 50 });
    expect(readdirSync(folder)).toContain('live.svg');
  });

  it.runIf(LONG)('profile shows packages and counts statements', async () => {
    const { code, stdout, stderr } = await bench('profile', '--size', '100', '--seconds', '1');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/reply +\d+\.\d executed +\d+\.\d prepared/);
    expect(stdout).toMatch(/better-sqlite3/);
  });
});

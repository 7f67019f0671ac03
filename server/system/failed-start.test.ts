import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createAccounts, createDatabaseFile, startServer } from '../testing/server-process.ts';

const MAIN = path.join(import.meta.dirname, '../main.ts');
const cleanUp: (() => void)[] = [];
afterAll(() => {
  for (const clean of cleanUp.reverse()) clean();
});

function newDatabase() {
  const database = createDatabaseFile();
  cleanUp.push(database.remove);
  return database.file;
}

/** Runs the server until it exits, with `shell` before it in the same shell. */
async function failStart(env: Record<string, string>, shell = 'true') {
  const ended = promisify(execFile)('sh', ['-c', `${shell} && exec "$0" "$1"`, process.execPath, MAIN], {
    env: { PATH: process.env.PATH, SEED: 'none', PORT: '0', DATABASE_URL: 'sqlite::memory:', ...env },
    timeout: 20_000,
  });
  return ended.then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );
}

async function expectOneLine(run: ReturnType<typeof failStart>, ...texts: string[]) {
  const { code, stdout, stderr } = await run;
  expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  for (const text of texts) expect(stderr).toContain(text);
}

describe('a database file that cannot be used stops the start with one line', () => {
  // The limit for file sizes, in blocks of 512 bytes or 1 kB, ends the first start at different points.
  it.each([0, 64, 200])('DB-5 no space after %i blocks', async (blocks) => {
    const file = newDatabase();
    const run = failStart({ DATABASE_URL: `sqlite:${file}`, SEED: 'demo' }, `ulimit -f ${blocks}`);
    await expectOneLine(run, `DATABASE_URL names ${file}, which cannot be used: disk I/O error`);
  });

  it.skipIf(!canMount())('DB-5 a full disk', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    try {
      const file = path.join(folder, 'helpdesk.db');
      const run = failStart({ DATABASE_URL: `sqlite:${file}` });
      await expectOneLine(run, `DATABASE_URL names ${file}, which cannot be used: database or disk is full`);
    } finally {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    }
  });

  it('DB-2 a second name (hard link)', async () => {
    const file = newDatabase();
    await createAccounts(file, []);
    linkSync(file, `${file}.hard`);
    await expectOneLine(failStart({ DATABASE_URL: `sqlite:${file}` }), file, 'hard link');
  });

  it.each<[string, (file: string) => void]>([
    ['a folder', mkdirSync],
    ['a named pipe', (file) => execFileSync('mkfifo', [file])],
    ['a symbolic link to itself', (file) => symlinkSync(file, file)],
    ['a file that is no database', (file) => writeFileSync(file, 'Dear Sir or Madam, '.repeat(500))],
  ])('%s', async (_, create) => {
    const file = newDatabase();
    create(file);
    await expectOneLine(
      failStart({ DATABASE_URL: `sqlite:${file}` }),
      `DATABASE_URL names ${file}, which cannot`,
    );
  });
});

describe('AU-1 the secret file', () => {
  it.each([
    ['empty', '', 'at least 32 characters'],
    ['short', 'A1b2C3d4E5f6G7h8I9j0', 'at least 32 characters'],
  ])('that is %s stops the start with one line that names it', async (_, content, problem) => {
    const file = newDatabase();
    writeFileSync(`${file}.secret`, content);
    const run = failStart({ DATABASE_URL: `sqlite:${file}` });
    await expectOneLine(run, `${file}.secret`, problem);
    if (content.trim()) expect((await run).stderr).not.toContain(content);
  });

  it('that cannot be read stops the start with one line that names it', async () => {
    const file = newDatabase();
    mkdirSync(`${file}.secret`);
    await expectOneLine(failStart({ DATABASE_URL: `sqlite:${file}` }), `${file}.secret`, 'EISDIR');
  });

  it('is written as a whole, and no temporary file remains', async () => {
    const file = newDatabase();
    const server = await startServer(file);
    await server.kill();
    expect(statSync(`${file}.secret`).size).toBe(64);
    expect(readdirSync(path.dirname(file)).filter((name) => name.includes('secret'))).toEqual([
      'helpdesk.db.secret',
    ]);
  });
});

describe('OP-5 a wrong setting', () => {
  it.each([
    ['LOG_LEVEL', 'chatty'],
    ['HOST', '127.0.0.1:8000'],
    ['HOST', '192.0.2.1'],
  ])('stops the start with one line: %s=%j', async (name, value) => {
    await expectOneLine(failStart({ [name]: value }), name);
  });
});

describe('OP-11 the last line at start', () => {
  const cases: [string, Record<string, string>, string][] = [
    ['without PUBLIC_URL', {}, 'http://localhost:'],
    ['with PUBLIC_URL', { PUBLIC_URL: 'https://desk.example.com' }, 'http://localhost:'],
  ];
  if (networkInterfaces().lo?.some(({ address }) => address === '::1'))
    cases.push(['on an IPv6 address', { HOST: '::1' }, 'http://[::1]:']);
  it.each(cases)('names the address that the server listens on, %s', async (_, env, url) => {
    const server = await startServer(newDatabase(), { env: { SEED: 'demo', ...env } });
    const lines = server.output().trimEnd().split('\n');
    await server.kill();
    expect(lines.at(-1)).toBe(`Helpdesk is ready on ${url}${server.port}`);
    if (env.PUBLIC_URL) expect(lines.slice(0, -1).join('\n')).toContain(env.PUBLIC_URL);
  });
});

describe('DB-13 the files of the database', () => {
  it('are created for their owner only, and so is a backup', async () => {
    const file = path.join(path.dirname(newDatabase()), 'data', 'helpdesk.db');
    const server = await startServer(file);
    await runBackup(file, `${file}.backup`);
    const folder = path.dirname(file);
    const modes = Object.fromEntries(
      readdirSync(folder).map((name) => [name, statSync(path.join(folder, name)).mode & 0o777]),
    );
    const output = server.output();
    await server.kill();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(Object.keys(modes)).toEqual(
      expect.arrayContaining(
        ['', '-wal', '-shm', '.lock', '.secret', '.backup'].map((suffix) => `helpdesk.db${suffix}`),
      ),
    );
    expect(new Set(Object.values(modes))).toEqual(new Set([0o600]));
    expect(output).not.toContain('chmod');
  });

  it('that others may read are named in one warning, and their modes stay', async () => {
    const file = newDatabase();
    await createAccounts(file, []);
    chmodSync(file, 0o644);
    const server = await startServer(file);
    const warnings = server
      .output()
      .split('\n')
      .filter((line) => line.includes('chmod go='));
    await server.kill();
    expect(warnings).toEqual([expect.stringContaining('chmod go= helpdesk.db helpdesk.db-wal')]);
    expect(warnings[0]).not.toContain('.secret');
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });
});

const runBackup = (file: string, target: string) =>
  promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../cli/backup.ts'), target], {
    env: { PATH: process.env.PATH, DATABASE_URL: `sqlite:${file}` },
  });

/** Whether this user may mount a file system. */
function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

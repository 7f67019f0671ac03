import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_ACCOUNTS } from '../../shared/demo-accounts.ts';
import { createDatabaseFile, sendRequest, startServer } from '../testing/server-process.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
/** The options and the entry of `node` in the command, which is the one with this file. */
const argumentsOf = (script: string, file: string): string[] => {
  const command = scripts[script].split(' && ').find((part: string) => part.endsWith(file));
  return command.split(' ').slice(1);
};
const buildArguments = argumentsOf('build', 'build.ts');
const startArguments = argumentsOf('start', 'main.js');

/** A copy of the sources: a build of the original could disturb a server that runs there. */
const copy = mkdtempSync(path.join(tmpdir(), 'helpdesk-build-'));
const dist = path.join(copy, 'dist');
const database = createDatabaseFile();
const run = (args: string[]) =>
  promisify(execFile)(process.execPath, args, { cwd: copy }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

beforeAll(async () => {
  for (const name of ['server', 'shared', 'package.json'])
    cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  mkdirSync(path.join(dist, 'client'), { recursive: true });
  writeFileSync(path.join(dist, 'client/index.html'), '<title>The built client</title>');
  expect(await run(buildArguments)).toEqual({ code: 0, stdout: '', stderr: '' });
});
afterAll(() => {
  database.remove();
  rmSync(copy, { recursive: true });
});

it('the built server serves everything that it reads from files or loads later', async () => {
  const server = await startServer(database.file, {
    folder: path.join(dist, 'server'),
    entry: 'main.js',
    nodeOptions: startArguments.slice(0, -1),
    env: { SEED: 'demo', METRICS: 'on' },
  });
  const get = (target: string, token?: string) => sendRequest(server.url + target, token ? { token } : {});
  const post = (target: string, body: unknown) => sendRequest(server.url + target, { method: 'POST', body });
  try {
    expect((await get('/readyz')).status).toBe(200);
    const [{ email, password }] = DEMO_ACCOUNTS;
    // In a worker thread.
    const { token } = (await post('/api/auth/login', { email, password })).body;
    // In another one.
    const found = await get('/api/tickets?q=invoice', String(token));
    expect(found.body).toMatchObject({ total: 1 });
    const common = await post('/api/auth/register', {
      email: 'lea@example.com',
      name: 'Lea',
      password: 'password1',
    });
    expect(common.text).toContain('too common');
    expect((await get('/tickets')).text).toContain('The built client');
    expect((await get('/openapi.json')).body).toHaveProperty('openapi');
    expect((await get('/docs')).text).toContain('swagger-ui');
    expect((await get('/docs/files/docs.css')).status).toBe(200);
    expect((await get('/metrics')).text).toContain('http_request_seconds');
  } finally {
    await server.stop();
  }
});

it('the build contains no test and no development tool, and each statement is in the line of its source', () => {
  const built = globSync('{server,shared}/**/*.js', { cwd: dist });
  expect(built).toContain('server/main.js');
  expect(built.filter((file) => /\.test\.|\/(bench|mutations|testing)\//.test(file))).toEqual([]);
  const lines = (file: string) => readFileSync(path.join(copy, file), 'utf8').split('\n').length;
  const scripts = built.filter((file) => !file.startsWith('server/docs/page/'));
  const moved = scripts.filter((file) => lines(`dist/${file}`) !== lines(file.replace(/\.js$/, '.ts')));
  expect(moved).toEqual([]);
});

it('a failed build names the file in one line and leaves no server that starts', async () => {
  appendFileSync(path.join(copy, 'shared/paths.ts'), 'const = 1;');
  const failed = await run(buildArguments);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toMatch(/^shared\/paths\.ts cannot be compiled: [^\n]+\n$/);
  expect(await run(startArguments)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'The build of the server is incomplete. Run `npm run build`.\n',
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import bcrypt from 'bcryptjs';
import type { Role } from '../../shared/vocabulary.ts';
import { migrate } from '../db/migrate.ts';
import { User } from '../entities/user.ts';
import { openTestDatabase, prepareTestDatabase } from './test-database.ts';

/** True under `npm run test:long`: tests run more rounds. */
export const LONG = process.env.LONG === '1';

/** An account with its access token (empty before sign-in). */
export type TestAccount = {
  id: number;
  name: string;
  email: string;
  role: Role;
  password: string;
  token: string;
};

/** Child processes and folders to remove when the test process ends. */
const children = new Set<ChildProcess>();
const folders = new Set<string>();
// Vitest stops its workers with SIGTERM, which by default does not run `exit` handlers.
process.once('SIGTERM', () => process.exit());
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Creates a temporary folder for a database file. `remove` deletes it; so does the end of the test process. */
export function createDatabaseFile() {
  const folder = mkdtempSync(path.join(tmpdir(), 'helpdesk-'));
  folders.add(folder);
  return {
    file: path.join(folder, 'helpdesk.db'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Writes accounts directly into the database file before a server opens it, because agents cannot register. */
export async function createAccounts(
  file: string,
  accounts: { name: string; role: Role; email?: string }[],
  password = 'correct horse',
) {
  // The lowest bcrypt cost, because tests sign in often.
  const passwordHash = bcrypt.hashSync(password, 4);
  const orm = await openTestDatabase(file);
  await migrate(orm);
  const em = orm.em.fork();
  const users = accounts.map(({ name, role, email = `${name.toLowerCase()}-${randomUUID()}@example.com` }) =>
    em.create(User, { name, role, email, passwordHash, createdAt: new Date() }),
  );
  await em.flush();
  await orm.close(true);
  return users.map(
    ({ id, name, email, role }): TestAccount => ({ id, name, email, role, password, token: '' }),
  );
}

export type ServerProcess = Awaited<ReturnType<typeof startServer>>;
export type ServerOptions = {
  env?: Record<string, string>;
  preload?: string;
  folder?: string;
  entry?: string;
  nodeOptions?: string[];
};

/**
 * Starts `node server/main.ts` on a free port with this database file. `preload` is a module to import first; `folder`
 * is the server folder to start, by default this one, and `entry` its file.
 */
export async function startServer(
  file: string,
  {
    env = {},
    preload,
    folder = path.join(import.meta.dirname, '..'),
    entry = 'main.ts',
    nodeOptions = [],
  }: ServerOptions = {},
) {
  const database = await prepareTestDatabase({ DATABASE_URL: `sqlite:${file}` });
  const startedAt = performance.now();
  const main = path.join(folder, entry);
  const child = spawn(process.execPath, [...nodeOptions, ...(preload ? ['--import', preload] : []), main], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      HOST: '127.0.0.1',
      ...database.env,
      SEED: 'none',
      RATE_LIMITS: 'off',
      TOKEN_TTL: '86400',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  children.add(child);
  const exited = once(child, 'exit').finally(() => children.delete(child));
  const port = await new Promise<number>((resolve, reject) => {
    const receive = (chunk: Buffer) => {
      output += chunk;
      const found = /ready on http:\/\/\S+:(\d+)/.exec(output)?.[1];
      if (found) resolve(Number(found));
    };
    child.stdout.on('data', receive);
    child.stderr.on('data', receive);
    exited.then(([code]) => reject(new Error(`The server exited with ${code}: ${output}`)));
  });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    bootMs: performance.now() - startedAt,
    /** CPU time of the start, which other load on the machine does not affect. */
    bootCpuMs: cpuMsOf(child.pid) ?? performance.now() - startedAt,
    pid: child.pid ?? 0,
    /** Everything written to stdout and stderr so far. */
    output: () => output,
    /** Resolves with the signal or the exit code. */
    exited: exited.then(([code, signal]): string => String(signal ?? code)),
    /** Kills the process without a graceful stop. */
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** CPU time used by a process, from Linux's /proc in steps of 10 ms; undefined on other systems. */
export function cpuMsOf(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

export type RequestOptions = {
  method?: string;
  token?: string;
  body?: unknown;
  key?: string;
  headers?: Record<string, string>;
};
export type HttpResponse = { status: number; headers: Headers; text: string; body: Record<string, unknown> };

/** Sends one request and returns the whole response. Throws when there is no response. */
export async function sendRequest(
  url: string,
  { method = 'GET', token, body, key, headers }: RequestOptions = {},
): Promise<HttpResponse> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  const json = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: json ? JSON.parse(text) : {} };
}

/** Opens a new session for this account; earlier sessions stay valid. */
export async function signIn(url: string, account: TestAccount): Promise<TestAccount> {
  const { email, password } = account;
  const { status, body, text } = await sendRequest(`${url}/api/auth/login`, {
    method: 'POST',
    body: { email, password },
  });
  if (status !== 200) throw new Error(`Sign-in of ${email} failed: ${status} ${text}`);
  return { ...account, token: String(body.token) };
}

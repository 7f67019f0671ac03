import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import bcrypt from 'bcryptjs';
import type { Role } from '../../shared/vocabulary.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/orm.ts';
import { User } from '../entities/user.ts';

/** More rounds than `npm test` has time for: `npm run test:long`. */
export const LONG = process.env.LONG === '1';

/** Somebody with an account and their access token. */
export type TestAccount = {
  id: number;
  name: string;
  email: string;
  role: Role;
  password: string;
  token: string;
};

/** Nothing of ours outlives the tests, however they end. */
const alive = new Set<ChildProcess>();
const folders = new Set<string>();
// Vitest ends its workers by this signal, which by itself runs nobody's last words.
process.once('SIGTERM', () => process.exit());
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A database file in a folder of its own; `remove` takes the folder away, as the end of the tests does. */
export function createDatabaseFile() {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-'));
  folders.add(folder);
  return {
    file: path.join(folder, 'helpdesk.db'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Accounts written straight into the file before a server opens it: agents cannot register. */
export async function createAccounts(
  file: string,
  people: { name: string; role: Role; email?: string }[],
  password = 'correct horse',
) {
  // bcrypt's lowest cost: tests sign in often.
  const passwordHash = bcrypt.hashSync(password, 4);
  const orm = await openDatabase(file);
  await migrate(orm);
  const em = orm.em.fork();
  const users = people.map(({ name, role, email = `${name.toLowerCase()}-${randomUUID()}@example.com` }) =>
    em.create(User, { name, role, email, passwordHash, createdAt: new Date() }),
  );
  await em.flush();
  await orm.close(true);
  return users.map(
    ({ id, name, email, role }): TestAccount => ({ id, name, email, role, password, token: '' }),
  );
}

export type ServerProcess = Awaited<ReturnType<typeof startServer>>;
export type ServerOptions = { env?: Record<string, string>; preload?: string; folder?: string };

/**
 * The real thing: `node server/main.ts` on a free port, with this database file. `preload` is imported first; `folder`
 * is another copy of the program than this one.
 */
export async function startServer(
  file: string,
  { env = {}, preload, folder = path.join(import.meta.dirname, '..') }: ServerOptions = {},
) {
  const begun = performance.now();
  const main = path.join(folder, 'main.ts');
  const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), main], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      HOST: '127.0.0.1',
      DATABASE_URL: `sqlite:${file}`,
      SEED: 'none',
      RATE_LIMITS: 'off',
      TOKEN_TTL: '86400',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  alive.add(child);
  const exited = once(child, 'exit').finally(() => alive.delete(child));
  const port = await new Promise<number>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk;
      const found = /ready on http:\/\/\S+:(\d+)/.exec(output)?.[1];
      if (found) resolve(Number(found));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    exited.then(([code]) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    bootMs: performance.now() - begun,
    /** What the start cost in processor time, which a busy machine does not stretch. */
    bootCpuMs: cpuMsOf(child.pid) ?? performance.now() - begun,
    pid: child.pid ?? 0,
    /** Everything it wrote so far, on both streams. */
    output: () => output,
    /** Resolves with the signal or code it ended with. */
    exited: exited.then(([code, signal]): string => String(signal ?? code)),
    /** What a power cut does to a process. */
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

/** Processor time that a process has used, where the system tells (Linux counts hundredths of a second). */
function cpuMsOf(pid: number | undefined): number | undefined {
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

/** One request, with everything that came back. Throws when nothing did. */
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

/** A new session of that person; their earlier ones live on. */
export async function signIn(url: string, person: TestAccount): Promise<TestAccount> {
  const { email, password } = person;
  const { status, body, text } = await sendRequest(`${url}/api/auth/login`, {
    method: 'POST',
    body: { email, password },
  });
  if (status !== 200) throw new Error(`${email} cannot sign in: ${status} ${text}`);
  return { ...person, token: String(body.token) };
}

/** Random numbers that can be had again: the seed is printed where a test fails. */
export function createRandom(seed: number) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (probability: number) => next() < probability,
    below: (n: number) => Math.floor(next() * n),
    pick<T>(items: readonly T[]): T {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('Nothing to pick from');
      return item;
    },
  };
}
export type Random = ReturnType<typeof createRandom>;

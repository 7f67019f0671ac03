import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import {
  createAccounts,
  createDatabaseFile,
  type ServerProcess,
  sendRequest,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A server with one customer. `configured` is the path in DATABASE_URL, by default the file. */
async function startWithCustomer({ file, remove } = createDatabaseFile(), configured = file) {
  const [account] = await createAccounts(file, [{ name: 'Carl', role: 'customer' }]);
  const server = await startServer(configured);
  endings.push(remove, server.kill);
  const carl = await signIn(server.url, account as TestAccount);
  return { file, server, carl, write: writer(server, carl) };
}

const writer =
  ({ url }: ServerProcess, { token }: TestAccount) =>
  () =>
    sendRequest(`${url}/api/tickets`, {
      method: 'POST',
      token,
      body: { subject: 'Help', description: 'x'.repeat(1000) },
    });

const fatalLines = (server: ServerProcess) =>
  server
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":60'));

/** Puts another database in the place of this file, as a restore does. */
function replace(file: string): void {
  copyFileSync(file, `${file}.copy`);
  renameSync(`${file}.copy`, file);
}

const FAULTS: [string, string, (path: string) => void][] = [
  ['the database is deleted', '', unlinkSync],
  ['the database is replaced', '', replace],
  ['the write-ahead log is deleted', '-wal', unlinkSync],
  ['the write-ahead log is replaced', '-wal', replace],
  ['the shared memory of the write-ahead log is deleted', '-shm', unlinkSync],
  ['the lock is deleted', '.lock', unlinkSync],
];

it.each(FAULTS)('DB-12 after %s, no write is acknowledged and the server stops', async (_, suffix, fault) => {
  const { file, server, write } = await startWithCustomer();
  expect((await write()).status).toBe(201);
  fault(`${file}${suffix}`);
  const refused = await write();
  expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
  expect(refused.text).not.toContain(file);
  expect(await server.exited).toBe('1');
  expect(fatalLines(server)).toEqual([expect.stringContaining(`"file":"${file}${suffix}"`)]);
});

it('DB-12 after the database is deleted, readiness is 503', async () => {
  const { file, server } = await startWithCustomer();
  expect((await sendRequest(`${server.url}/readyz`)).status).toBe(200);
  unlinkSync(file);
  expect((await sendRequest(`${server.url}/readyz`)).status).toBe(503);
  expect(await server.exited).toBe('1');
});

it('DB-12 a server without requests stops too', async () => {
  const { file, server } = await startWithCustomer();
  renameSync(path.dirname(file), `${path.dirname(file)}-moved`);
  endings.push(() => rmSync(`${path.dirname(file)}-moved`, { recursive: true }));
  expect(await server.exited).toBe('1');
  expect(fatalLines(server)).toHaveLength(1);
});

it('DB-12 a symbolic link in DATABASE_URL that is changed stops the server', async () => {
  const database = createDatabaseFile();
  const link = `${database.file}.link`;
  symlinkSync(database.file, link);
  const { server, write } = await startWithCustomer(database, link);
  const other = createDatabaseFile();
  endings.push(other.remove);
  writeFileSync(other.file, '');
  symlinkSync(other.file, `${link}.new`);
  renameSync(`${link}.new`, link);
  expect((await write()).status).toBe(503);
  expect(await server.exited).toBe('1');
});

it('DB-12 when the write-ahead log is deleted under load, every acknowledged write is found after a restart', async () => {
  const { file, server, carl, write } = await startWithCustomer();
  const acknowledged = new Set<unknown>();
  const writing = Array.from({ length: 8 }, async () => {
    for (;;) {
      const { status, body } = await write().catch(() => ({ status: 0, body: { id: 0 } }));
      if (status !== 201) return;
      acknowledged.add(body.id);
    }
  });
  await waitFor(() => acknowledged.size >= 40);
  unlinkSync(`${file}-wal`);
  await Promise.all([...writing, server.exited]);

  const restarted = await startServer(file);
  endings.push(restarted.kill);
  const { token } = await signIn(restarted.url, carl);
  for (const id of acknowledged)
    expect((await sendRequest(`${restarted.url}/api/tickets/${id}`, { token })).status, `${id}`).toBe(200);
});

it('DB-12 after the database is moved away, it contains every acknowledged write', async () => {
  const { file, server, write } = await startWithCustomer();
  for (let i = 0; i < 10; i += 1) expect((await write()).status).toBe(201);
  const copy = createDatabaseFile();
  endings.push(copy.remove);
  await createAccounts(copy.file, [{ name: 'Maya', role: 'customer' }]);
  renameSync(file, `${file}.old`);
  renameSync(copy.file, file);
  expect(await server.exited).toBe('1');

  const count = (database: string, table: string) => {
    const opened = new Database(database);
    const { n } = opened.prepare(`select count(*) as n from ${table}`).get() as { n: number };
    const [check] = opened.pragma('integrity_check') as { integrity_check: string }[];
    opened.close();
    return [n, check?.integrity_check];
  };
  // The old write-ahead log is not applied to the new file.
  expect(count(file, 'users')).toEqual([1, 'ok']);
  expect(count(file, 'tickets')).toEqual([0, 'ok']);
  expect(count(`${file}.old`, 'tickets')).toEqual([10, 'ok']);
});

it('DB-12 checkpoints, backups and other connections do not stop the server', async () => {
  const { file, server, write } = await startWithCustomer();
  const isReady = async () => expect((await sendRequest(`${server.url}/readyz`)).status).toBe(200);
  const statements = [
    'pragma wal_checkpoint(passive)',
    'pragma wal_checkpoint(restart)',
    'pragma wal_checkpoint(truncate)',
    'vacuum',
    `vacuum into '${file}.backup'`,
  ];
  for (const statement of statements) {
    for (let i = 0; i < 3; i += 1) expect((await write()).status).toBe(201);
    const other = new Database(file);
    other.exec(statement);
    await isReady();
    other.close();
    await isReady();
  }
  await server.stop();
  expect(await server.exited).toBe('0');
});

const SPELLINGS: [string, (file: string) => string][] = [
  ['a symbolic link', (file) => linkTo(file, `${file}.first`)],
  [
    'a symbolic link to a symbolic link',
    (file) => linkTo(path.basename(linkTo(file, `${file}.third`)), `${file}.second`),
  ],
  [
    'a folder that is a symbolic link',
    (file) => path.join(linkTo(path.dirname(file), `${file}.folder`), path.basename(file)),
  ],
  ['a path with ..', (file) => `${path.dirname(file)}/../${path.basename(path.dirname(file))}/helpdesk.db`],
  [
    'a path with .. after a symbolic link',
    (file) => {
      mkdirSync(`${file}.sub`);
      const elsewhere = createDatabaseFile();
      endings.push(elsewhere.remove);
      // Without following the link first, `..` would lead to the other folder.
      return `${linkTo(`${file}.sub`, `${elsewhere.file}.link`)}/../${path.basename(file)}`;
    },
  ],
  ['a relative path', (file) => path.relative(process.cwd(), file)],
];

function linkTo(target: string, link: string): string {
  symlinkSync(target, link);
  return link;
}

it('DB-2 each spelling of the path leads to the same lock', async () => {
  const { file } = await startWithCustomer();
  for (const [name, spell] of SPELLINGS)
    await expect(startServer(spell(file)), name).rejects.toThrow('another process is using');
});

it('DB-2 a symbolic link leads to the same write-ahead log and secret, and the commands use it', async () => {
  const database = createDatabaseFile();
  const link = linkTo(database.file, `${database.file}.link`);
  const { file, server, carl, write } = await startWithCustomer(database, link);
  expect((await write()).status).toBe(201);
  const beside = readdirSync(path.dirname(file)).filter((name) => name.startsWith(path.basename(link)));
  expect(beside).toEqual([path.basename(link)]);
  await expect(runCommand('seed.ts', link)).rejects.toThrow(/another process is using\n$/);
  expect((await runCommand('backup.ts', link, `${file}.backup`)).stdout).toContain('1 tickets');
  await server.stop();

  const other = await startServer(file);
  endings.push(other.kill);
  // The token is valid: both starts used one secret.
  expect((await sendRequest(`${other.url}/api/auth/me`, { token: carl.token })).status).toBe(200);
});

const runCommand = (name: string, file: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../cli', name), ...args], {
    env: { PATH: process.env.PATH, DATABASE_URL: `sqlite:${file}` },
  });

it('DB-2 a symbolic link to a file that does not exist yet leads to the same lock', async () => {
  const database = createDatabaseFile();
  const target = createDatabaseFile();
  symlinkSync(target.file, database.file);
  const server = await startServer(database.file);
  endings.push(database.remove, target.remove, server.kill);
  await expect(startServer(target.file)).rejects.toThrow('another process is using');
});

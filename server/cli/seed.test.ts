import { execFile } from 'node:child_process';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { auditDatabase } from '../testing/oracle/audit-database.ts';
import { createDatabaseFile, sendRequest, startServer } from '../testing/server-process.ts';

const SCRIPT = path.join(import.meta.dirname, 'seed.ts');
const removals: (() => void)[] = [];
afterAll(() => {
  for (const remove of removals) remove();
});

function createFile(): string {
  const { file, remove } = createDatabaseFile();
  removals.push(remove);
  return file;
}

type Result = { code: number; stdout: string; stderr: string };
/** Runs `npm run seed` with these options. */
const seed = (database: string, ...options: string[]) =>
  new Promise<Result>((resolve) => {
    const env = { PATH: process.env.PATH, DATABASE_URL: `sqlite:${database}` };
    execFile(process.execPath, [SCRIPT, ...options], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

function count(file: string, table: string): number {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare(`select count(*) from ${table}`).pluck().get() as number;
  db.close();
  return rows;
}

describe('npm run seed', { timeout: 120_000 }, () => {
  it('adds tickets and the demo data to an empty database, and prints progress and a summary', async () => {
    const file = createFile();
    const { code, stdout, stderr } = await seed(file, '--tickets', '200', '--replies', '2');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('100 % 200 of 200 tickets');
    expect(stdout).toMatch(
      /^Added 3 agents, 29 customers, 200 tickets, 400 replies, [\d ]+ events to .* in [\d.]+ s\./,
    );
    expect(stdout).toContain('agent@example.com / agent123');
    // The four demo tickets come last, as the newest.
    expect(await auditDatabase(file)).toMatchObject({ tickets: 204 });
    const server = await startServer(file, { env: { SEED: 'demo' } });
    const { body } = await sendRequest(`${server.url}/api/auth/login`, {
      method: 'POST',
      body: { email: 'agent@example.com', password: 'agent123' },
    });
    const list = await sendRequest(`${server.url}/api/tickets?limit=1`, { token: String(body.token) });
    await server.stop();
    expect(list.body).toMatchObject({ total: 204 });
  });

  it('refuses a database with tickets of users, and adds to it with --force', async () => {
    const file = createFile();
    await seed(file, '--tickets', '5');
    const refused = await seed(file, '--tickets', '5');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('has 5 tickets. Nothing was added.');
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);
    expect(count(file, 'tickets')).toBe(9);
    expect(await seed(file, '--tickets', '5', '--force')).toMatchObject({ code: 0 });
    expect(await auditDatabase(file)).toMatchObject({ tickets: 14 });
  });

  it('the demo tickets are not tickets of users, but one by a demo account is', async () => {
    const file = createFile();
    const { stdout } = await seed(file, '--tickets', '0');
    expect(stdout).toContain('Added the demo tickets and accounts');
    expect(count(file, 'tickets')).toBe(4);
    const server = await startServer(file);
    const { body } = await sendRequest(`${server.url}/api/auth/login`, {
      method: 'POST',
      body: { email: 'customer@example.com', password: 'customer123' },
    });
    const draft = { subject: 'Help', description: 'It broke.' };
    await sendRequest(`${server.url}/api/tickets`, {
      method: 'POST',
      token: String(body.token),
      body: draft,
    });
    await server.stop();
    expect((await seed(file, '--tickets', '5')).stderr).toContain('has 1 ticket.');
    expect(await seed(file, '--tickets', '5', '--force')).toMatchObject({ code: 0 });
    await auditDatabase(file);
  });

  it('new accounts sign in with the password of --password, and without it not at all', async () => {
    const file = createFile();
    const { stdout } = await seed(file, '--tickets', '5', '--password', 'battery staple');
    const [, email = ''] = /agent (\S+@helpdesk\.example)/.exec(stdout) ?? [];
    const server = await startServer(file);
    const logIn = (password: string) =>
      sendRequest(`${server.url}/api/auth/login`, { method: 'POST', body: { email, password } });
    const statuses = [(await logIn('battery staple')).status, (await logIn('agent123')).status];
    await server.stop();
    expect(statuses).toEqual([200, 401]);
  });

  it.each([
    ['--tickets', 'many'],
    ['--replies', '1001'],
    ['--rows', '5'],
  ])('refuses %s %s with the usage', async (...options) => {
    const file = createFile();
    const { code, stderr } = await seed(file, ...options);
    expect(code).toBe(1);
    expect(stderr).toContain('npm run seed -- [--tickets 100000]');
    expect(stderr).not.toContain('    at ');
  });

  it('refuses a database in memory and one that a server uses', async () => {
    expect((await seed(':memory:')).stderr).toContain('DATABASE_URL names a database in memory');
    const file = createFile();
    const server = await startServer(file);
    const { code, stderr } = await seed(file, '--tickets', '5');
    await server.stop();
    expect(code).toBe(1);
    expect(stderr).toContain('another process is using');
    expect(count(file, 'tickets')).toBe(0);
  });
});

import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { io } from 'socket.io-client';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import {
  createAccounts,
  createDatabaseFile,
  sendRequest,
  signIn,
  startServer,
} from '../testing/server-process.ts';

const database = createDatabaseFile();
const backup = createDatabaseFile();
afterAll(() => {
  database.remove();
  backup.remove();
});
const run = promisify(execFile);
const backUp = (from = database.file, to = backup.file) =>
  run(process.execPath, [path.join(import.meta.dirname, 'backup.ts'), to], {
    env: { PATH: process.env.PATH, DATABASE_URL: `sqlite:${from}` },
  });

const [carl] = await createAccounts(database.file, [{ name: 'Carl', role: 'customer' }]);
if (!carl) throw new Error('No account was created.');
const customer = carl;

/** The id of the server's event log, as a socket learns it. */
async function logIdOf(url: string): Promise<string> {
  const { token } = await signIn(url, customer);
  const socket = io(url, { auth: { token }, transports: ['websocket'], reconnection: false });
  const { log } = await new Promise<{ log: string }>((resolve, reject) => {
    socket.on('ready', resolve).on('connect_error', reject);
  });
  socket.close();
  return log;
}

it('DB-6 a backup made under writes is complete, and a server starts from it', async () => {
  const app = await startServer(database.file);
  const { token } = await signIn(app.url, customer);
  const write = () =>
    sendRequest(`${app.url}/api/tickets`, {
      method: 'POST',
      token,
      body: { subject: 'Help', description: 'It broke.' },
    });
  for (let i = 0; i < 20; i += 1) await write();
  const [{ stdout }] = await Promise.all([backUp(), ...Array.from({ length: 20 }, write)]);
  expect(stdout).toMatch(/integrity ok/);
  await app.stop();

  const restored = await startServer(backup.file);
  const session = await signIn(restored.url, customer);
  const { body } = await sendRequest(`${restored.url}/api/tickets`, { token: session.token });
  expect(body.total).toBeGreaterThanOrEqual(20);
  expect(body.seq).toBe(body.total);
  await restored.stop();
});

it('DB-6 a server that starts from a backup has a new log id, so open pages read their data anew', async () => {
  const app = await startServer(database.file);
  const logId = await logIdOf(app.url);
  await app.stop();
  const restored = await startServer(backup.file);
  const restoredLogId = await logIdOf(restored.url);
  await restored.stop();
  expect(logId).toMatch(/^[0-9a-f-]{36}$/);
  expect(restoredLogId).not.toBe(logId);
});

it('DB-6 a backup does not overwrite a file', async () => {
  await expect(backUp()).rejects.toThrow(/Usage/);
});

it('DB-6 a failed backup is one line and leaves no file', async () => {
  const damaged = createDatabaseFile();
  const target = createDatabaseFile();
  onTestFinished(() => {
    damaged.remove();
    target.remove();
  });
  await createAccounts(damaged.file, [{ name: 'Carl', role: 'customer' }]);
  const { size } = statSync(damaged.file);
  const file = openSync(damaged.file, 'r+');
  writeSync(file, Buffer.alloc(size / 2, 0xee), 0, size / 2, size / 2);
  closeSync(file);
  await expect(backUp(damaged.file, target.file)).rejects.toMatchObject({
    stderr: expect.stringMatching(/^The backup to .* failed and was deleted: .*\n$/),
  });
  expect(existsSync(target.file)).toBe(false);
  const inMissingFolder = backUp(database.file, path.join(target.file, 'backup.db'));
  await expect(inMissingFolder).rejects.toMatchObject({
    stderr: expect.stringMatching(/^The backup file .* cannot be created: ENOENT.*\n$/),
  });
});

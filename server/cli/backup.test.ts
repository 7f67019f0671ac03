import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
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
const backUp = () =>
  run(process.execPath, [path.join(import.meta.dirname, 'backup.ts'), backup.file], {
    env: { PATH: process.env.PATH, DATABASE_URL: `sqlite:${database.file}` },
  });

it('DB-6 a backup made under writes is complete, and a server starts from it', async () => {
  const [carl] = await createAccounts(database.file, [{ name: 'Carl', role: 'customer' }]);
  if (!carl) throw new Error('No account was created.');
  const app = await startServer(database.file);
  const { token } = await signIn(app.url, carl);
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
  const session = await signIn(restored.url, carl);
  const { body } = await sendRequest(`${restored.url}/api/tickets`, { token: session.token });
  expect(body.total).toBeGreaterThanOrEqual(20);
  expect(body.seq).toBe(body.total);
  await restored.stop();
});

it('DB-6 a backup does not overwrite a file', async () => {
  await expect(backUp()).rejects.toThrow(/Usage/);
});

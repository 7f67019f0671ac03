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

const place = createDatabaseFile();
const copy = createDatabaseFile();
afterAll(() => {
  place.remove();
  copy.remove();
});
const run = promisify(execFile);
const backUp = () =>
  run(process.execPath, [path.join(import.meta.dirname, 'backup.ts'), copy.file], {
    env: { PATH: process.env.PATH, DATABASE_URL: `sqlite:${place.file}` },
  });

it('DB-6 a backup made while the desk writes is whole, and a desk starts from it', async () => {
  const [carl] = await createAccounts(place.file, [{ name: 'Carl', role: 'customer' }]);
  if (!carl) throw new Error('Nobody was hired.');
  const app = await startServer(place.file);
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

  const restored = await startServer(copy.file);
  const again = await signIn(restored.url, carl);
  const { body } = await sendRequest(`${restored.url}/api/tickets`, { token: again.token });
  expect(body.total).toBeGreaterThanOrEqual(20);
  expect(body.seq).toBe(body.total);
  await restored.stop();
});

it('DB-6 a backup never overwrites a file', async () => {
  await expect(backUp()).rejects.toThrow(/Usage/);
});

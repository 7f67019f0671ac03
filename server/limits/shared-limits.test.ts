import { afterAll, describe, expect, it } from 'vitest';
import { createDatabaseFile } from '../testing/server-process.ts';
import { startTestApp } from '../testing/test-app.ts';
import { ON_POSTGRES } from '../testing/test-database.ts';

describe.runIf(ON_POSTGRES)('RL-10 on several nodes', async () => {
  const settings = {
    RATE_LIMITS: 'on',
    JWT_SECRET: 'a secret of the tests: Quetzalcoatl 4711',
    DATABASE_URL: `sqlite:${createDatabaseFile().file}`,
  };
  const nodes = ON_POSTGRES ? [await startTestApp(settings), await startTestApp(settings)] : [];
  afterAll(() => Promise.all(nodes.map((node) => node.close())));

  it('failed sign-ins to an account are counted together', async () => {
    const ada = await nodes[0]?.createUser('agent', 'Ada');
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const node = nodes[i % nodes.length];
      const { status } = (await node?.anonymous.post('/api/auth/login', {
        email: ada?.user.email,
        password: 'wrong password',
      })) ?? { status: 0 };
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  });
});

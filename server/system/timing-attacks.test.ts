import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../cli/sample-data/random.ts';
import {
  createDatabaseFile,
  LONG,
  type RequestOptions,
  sendRequest,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';

// Response times must not reveal what the responses hide. The compared requests alternate in random order, to spread
// other load on the machine evenly.

const random = createRandom(Date.now() % 1e6);
const demoAccount = (name: 'agent' | 'customer'): TestAccount => ({
  id: 0,
  name,
  email: `${name}@example.com`,
  role: name,
  password: `${name}123`,
  token: '',
});

/** Durations of each request, `tries` times. All must return `status`. */
async function compare<K extends string>(
  requests: Record<K, () => ReturnType<typeof sendRequest>>,
  status: number,
  tries: number,
) {
  const names = Object.keys(requests) as K[];
  const durations = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let i = 0; i < tries; i += 1) {
    const order = names.map((name) => ({ name, rank: random.next() })).sort((a, b) => a.rank - b.rank);
    for (const { name } of order) {
      const sentAt = performance.now();
      expect((await requests[name]()).status).toBe(status);
      durations.get(name)?.push(performance.now() - sentAt);
    }
  }
  return durations;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);
/** The relative difference of the longest to the shortest: 0.1 is 10 %. */
const spread = (values: number[]) => Math.max(...values) / Math.min(...values) - 1;
const figures = (values: object) => process.stderr.write(`${JSON.stringify(values)}\n`);

/** Repeats a failed measurement up to twice: other load on the machine passes, a real difference stays. */
async function expectSimilar(limit: number, measure: () => Promise<number[]>): Promise<void> {
  let found = spread(await measure());
  for (let retries = 0; found >= limit && retries < 2; retries += 1) found = spread(await measure());
  expect(found).toBeLessThan(limit);
}

describe.runIf(LONG)('response times', async () => {
  const database = createDatabaseFile();
  const { url, kill } = await startServer(database.file, { env: { SEED: 'demo' } });
  afterAll(async () => {
    await kill();
    database.remove();
  });
  const agent = await signIn(url, demoAccount('agent'));
  const register = {
    method: 'POST',
    body: { name: 'Mallory', email: 'mallory@example.com', password: 'correct horse' },
  };
  const token = String((await sendRequest(`${url}/api/auth/register`, register)).body.token);
  const login = (email: string, password: string) =>
    sendRequest(`${url}/api/auth/login`, { method: 'POST', body: { email, password } });

  it.each<[string, string, RequestOptions]>([
    ['GET', '', {}],
    ['GET', '/replies', {}],
    ['GET', '/events', {}],
    ['PATCH', '', { body: { status: 'reopened' } }],
    ['PATCH', '', { body: { status: 'reopened', version: 1 } }],
    ['POST', '/replies', { body: { content: 'Hello?' } }],
    ['POST', '/assign', { body: {} }],
    ['DELETE', '/assign', {}],
    ['PUT', '/read', { body: { upTo: null } }],
  ])(
    'AZ-3 do not reveal whether another customer’s ticket exists: %s %s %j',
    async (method, path, more) => {
      const requestTo = (id: number) => () =>
        sendRequest(`${url}/api/tickets/${id}${path}`, { method, token, ...more });
      await expectSimilar(0.2, async () => {
        const durations = await compare({ foreign: requestTo(1), missing: requestTo(999_999) }, 404, 200);
        const medians = [...durations.values()].map(median);
        figures({ timing: `${method} ${path}`, foreign: medians[0], missing: medians[1] });
        return medians;
      });
    },
    120_000,
  );

  it('AU-6 do not reveal whether an account exists', async () => {
    const { users } = (await sendRequest(`${url}/api/users`, { token: agent.token })).body as {
      users: TestAccount[];
    };
    const mallory = users.find(({ email }) => email === 'mallory@example.com');
    const deactivate = { method: 'PATCH', token: agent.token, body: { active: false } };
    expect((await sendRequest(`${url}/api/users/${mallory?.id}`, deactivate)).status).toBe(200);
    const requests = {
      unknown: () => login('unknown@example.com', 'wrong horse'),
      wrong: () => login('customer@example.com', 'wrong horse'),
      deactivated: () => login('mallory@example.com', 'correct horse'),
    };
    await expectSimilar(0.1, async () => {
      const sums = [...(await compare(requests, 401, 100)).values()].map(sum);
      figures({ timing: 'login', unknown: sums[0], wrong: sums[1], deactivated: sums[2] });
      return sums;
    });
  }, 600_000);
});

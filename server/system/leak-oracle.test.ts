import { afterEach, expect, test } from 'vitest';
import { createRandom } from '../cli/sample-data/random.ts';
import { queryBuilder } from '../db/orm.ts';
import { type LeakScenario, runRandomAction, startLeakScenario } from '../testing/oracle/leak-scenario.ts';
import { LONG } from '../testing/server-process.ts';
import { openTestDatabase } from '../testing/test-database.ts';

const OPERATIONS = LONG ? Infinity : 1000;
const MAX_MS = LONG ? 120_000 : 60_000;
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test(
  `AZ-10 no client receives foreign texts, notes or addresses, and the log contains no secrets (CHAOS_SEED=${SEED})`,
  async () => {
    const scenario = await startLeakScenario(createRandom(SEED), endings);
    const deadline = performance.now() + MAX_MS;
    let remaining = OPERATIONS;
    const runs = scenario.participants.map(async (participant) => {
      while (remaining-- > 0 && performance.now() < deadline) await runRandomAction(scenario, participant);
    });
    await Promise.all(runs);
    for (const { connections } of scenario.participants)
      for (const connection of connections) connection.close();

    expect(scenario.participants.flatMap(({ recorder }) => recorder.leaks)).toEqual([]);
    expect(await foreignTicketsReceived(scenario)).toEqual([]);
    expect(secretsIn(scenario.server.output(), scenario)).toEqual([]);
    expectEnoughTraffic(scenario);
    if (process.env.FIGURES) process.stderr.write(`${JSON.stringify({ oracle: figures(scenario) })}\n`);
  },
  MAX_MS + 60_000,
);

/** Ids of other customers' tickets in events that a customer received. */
async function foreignTicketsReceived({ file, participants }: LeakScenario): Promise<string[]> {
  const orm = await openTestDatabase(file);
  const rows = await queryBuilder(orm.em.fork())
    .selectFrom('tickets')
    .select(['id', 'customer_id as owner'])
    .execute();
  await orm.close();
  const owners = new Map(rows.map(({ id, owner }) => [id, owner]));
  return participants
    .filter(({ account }) => account?.role === 'customer')
    .flatMap(({ account, recorder }) =>
      [...recorder.ticketIds]
        .filter((id) => owners.get(id) !== account?.id)
        .map((id) => `${recorder.name}: ${id}`),
    );
}

/** Passwords, tokens and hashes in the server's log. */
function secretsIn(log: string, { participants }: LeakScenario): string[] {
  const tokens = participants.flatMap(({ account }) => (account ? [account.token] : []));
  return [/canary-password/i, /\$2[aby]\$/, /Bearer/, /eyJ/, /refresh=/]
    .map(String)
    .concat(tokens)
    .filter((secret) =>
      secret.startsWith('/')
        ? new RegExp(secret.slice(1, secret.lastIndexOf('/')), 'i').test(log)
        : log.includes(secret),
    );
}

/** Checks that every participant received enough allowed data; otherwise the test would find no leaks. */
function expectEnoughTraffic({ participants, server, actionCount }: LeakScenario): void {
  for (const { account, recorder, connections } of participants) {
    if (account) expect(recorder.stats().recognized, recorder.name).toBeGreaterThan(actionCount / 20);
    for (const connection of connections) expect(connection.frames()).toBeGreaterThan(10);
  }
  expect(server.output().split('\n').length).toBeGreaterThan(actionCount / 2);
}

function figures({ participants, server, actionCount, tickets, replies }: LeakScenario) {
  const sums = participants.map(({ recorder, connections }) => ({
    ...recorder.stats(),
    frames: connections.reduce((sum, connection) => sum + connection.frames(), 0),
  }));
  const sum = (key: 'bytes' | 'recognized' | 'frames') => sums.reduce((total, one) => total + one[key], 0);
  return {
    operations: actionCount,
    bytes: sum('bytes'),
    frames: sum('frames'),
    recognized: sum('recognized'),
    logBytes: server.output().length,
    tickets: tickets.length,
    replies: replies.length,
  };
}

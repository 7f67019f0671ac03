import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { type LeakScenario, runRandomAction, startLeakScenario } from '../testing/oracle/leak-scenario.ts';
import { createRandom, LONG } from '../testing/server-process.ts';

const OPERATIONS = LONG ? Infinity : 1000;
const LONGEST_MS = LONG ? 120_000 : 60_000;
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test(
  `AZ-10 nobody receives a word, a note or an address that is not theirs, and the log knows no secret (CHAOS_SEED=${SEED})`,
  async () => {
    const app = await startLeakScenario(createRandom(SEED), endings);
    const deadline = performance.now() + LONGEST_MS;
    let left = OPERATIONS;
    const acting = app.participants.map(async (who) => {
      while (left-- > 0 && performance.now() < deadline) await runRandomAction(app, who);
    });
    await Promise.all(acting);
    for (const { connections: taps } of app.participants) for (const tap of taps) tap.close();

    expect(app.participants.flatMap(({ recorder }) => recorder.leaks)).toEqual([]);
    expect(heardOfForeignTickets(app)).toEqual([]);
    expect(secretsIn(app.server.output(), app)).toEqual([]);
    notBlind(app);
    if (process.env.FIGURES) process.stderr.write(`${JSON.stringify({ oracle: figures(app) })}\n`);
  },
  LONGEST_MS + 60_000,
);

/** Tickets that a customer was told anything about, without their being theirs. */
function heardOfForeignTickets({ file, participants: listeners }: LeakScenario): string[] {
  const db = new Database(file, { readonly: true });
  // The seam between stored rows and their types.
  const rows = db.prepare('select id, customer_id as owner from tickets').all() as {
    id: number;
    owner: number;
  }[];
  db.close();
  const owners = new Map(rows.map(({ id, owner }) => [id, owner]));
  return listeners
    .filter(({ account }) => account?.role === 'customer')
    .flatMap(({ account, recorder }) =>
      [...recorder.ticketIds]
        .filter((id) => owners.get(id) !== account?.id)
        .map((id) => `${recorder.name}: ${id}`),
    );
}

/** Passwords, tokens and hashes that the server wrote down. */
function secretsIn(log: string, { participants: listeners }: LeakScenario): string[] {
  const tokens = listeners.flatMap(({ account }) => (account ? [account.token] : []));
  return [/canary-password/i, /\$2[aby]\$/, /Bearer/, /eyJ/, /refresh=/]
    .map(String)
    .concat(tokens)
    .filter((secret) =>
      secret.startsWith('/')
        ? new RegExp(secret.slice(1, secret.lastIndexOf('/')), 'i').test(log)
        : log.includes(secret),
    );
}

/** An oracle that hears nothing finds nothing: everybody received plenty of what they may. */
function notBlind({ participants: listeners, server, actionCount: done }: LeakScenario): void {
  for (const { account, recorder, connections: taps } of listeners) {
    if (account) expect(recorder.stats().recognized, recorder.name).toBeGreaterThan(done / 20);
    for (const tap of taps) expect(tap.frames()).toBeGreaterThan(10);
  }
  expect(server.output().split('\n').length).toBeGreaterThan(done / 2);
}

function figures({ participants: listeners, server, actionCount: done, tickets, replies }: LeakScenario) {
  const sums = listeners.map(({ recorder, connections: taps }) => ({
    ...recorder.stats(),
    frames: taps.reduce((sum, tap) => sum + tap.frames(), 0),
  }));
  const sum = (what: 'bytes' | 'recognized' | 'frames') => sums.reduce((total, one) => total + one[what], 0);
  return {
    operations: done,
    bytes: sum('bytes'),
    frames: sum('frames'),
    recognized: sum('recognized'),
    logBytes: server.output().length,
    tickets: tickets.length,
    replies: replies.length,
  };
}

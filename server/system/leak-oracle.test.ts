import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { act, type OracleDesk, openOracleDesk } from '../testing/oracle/oracle.ts';
import { createDice, LONG } from '../testing/process.ts';

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
    const desk = await openOracleDesk(createDice(SEED), endings);
    const deadline = performance.now() + LONGEST_MS;
    let left = OPERATIONS;
    const acting = desk.listeners.map(async (who) => {
      while (left-- > 0 && performance.now() < deadline) await act(desk, who);
    });
    await Promise.all(acting);
    for (const { taps } of desk.listeners) for (const tap of taps) tap.close();

    expect(desk.listeners.flatMap(({ recorder }) => recorder.leaks)).toEqual([]);
    expect(heardOfForeignTickets(desk)).toEqual([]);
    expect(secretsIn(desk.program.said(), desk)).toEqual([]);
    notBlind(desk);
    if (process.env.FIGURES) process.stderr.write(`${JSON.stringify({ oracle: figures(desk) })}\n`);
  },
  LONGEST_MS + 60_000,
);

/** Tickets that a customer was told anything about, without their being theirs. */
function heardOfForeignTickets({ file, listeners }: OracleDesk): string[] {
  const db = new Database(file, { readonly: true });
  // The seam between stored rows and their types.
  const rows = db.prepare('select id, customer_id as owner from tickets').all() as {
    id: number;
    owner: number;
  }[];
  db.close();
  const owners = new Map(rows.map(({ id, owner }) => [id, owner]));
  return listeners
    .filter(({ person }) => person?.role === 'customer')
    .flatMap(({ person, recorder }) =>
      [...recorder.tickets]
        .filter((id) => owners.get(id) !== person?.id)
        .map((id) => `${recorder.name}: ${id}`),
    );
}

/** Passwords, tokens and hashes that the server wrote down. */
function secretsIn(log: string, { listeners }: OracleDesk): string[] {
  const tokens = listeners.flatMap(({ person }) => (person ? [person.token] : []));
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
function notBlind({ listeners, program, done }: OracleDesk): void {
  for (const { person, recorder, taps } of listeners) {
    if (person) expect(recorder.figures().recognised, recorder.name).toBeGreaterThan(done / 20);
    for (const tap of taps) expect(tap.frames()).toBeGreaterThan(10);
  }
  expect(program.said().split('\n').length).toBeGreaterThan(done / 2);
}

function figures({ listeners, program, done, tickets, replies }: OracleDesk) {
  const sums = listeners.map(({ recorder, taps }) => ({
    ...recorder.figures(),
    frames: taps.reduce((sum, tap) => sum + tap.frames(), 0),
  }));
  const sum = (what: 'bytes' | 'recognised' | 'frames') => sums.reduce((total, one) => total + one[what], 0);
  return {
    operations: done,
    bytes: sum('bytes'),
    frames: sum('frames'),
    recognised: sum('recognised'),
    logBytes: program.said().length,
    tickets: tickets.length,
    replies: replies.length,
  };
}

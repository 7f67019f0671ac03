import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { createRandom } from '../cli/sample-data/random.ts';
import { type CrashPoint, crashMarker } from '../testing/faults/crash-point.ts';
import { startProxy } from '../testing/faults/tcp-proxy.ts';
import {
  draftReply,
  draftTicket,
  runCommand,
  runWriter,
  type Workload,
} from '../testing/load/random-writers.ts';
import { auditDatabase } from '../testing/oracle/audit-database.ts';
import { createReconnectingViewer } from '../testing/oracle/reconnecting-viewer.ts';
import {
  createAccounts,
  createDatabaseFile,
  LONG,
  type ServerProcess,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';

const ROUNDS = LONG ? 100 : 3;
const MAX_BOOT_MS = 5000;
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const CRASH_POINTS: CrashPoint[] = [
  'before-commit',
  'after-commit',
  'before-emit',
  'between-emits',
  'before-answer',
];
const EMIT_CRASH_POINTS: CrashPoint[] = ['before-emit', 'between-emits'];

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test(
  'DB-4 after kills under load, every acknowledged write is stored once and log, replies and tickets agree',
  async () => {
    const { file, workload, accounts, restart, proxy } = await createCrashScenario();
    const { random } = workload;
    let server = await restart();
    await expect(startServer(file), 'DB-2 one process for each file').rejects.toThrow(
      'another process is using',
    );
    const writers = await Promise.all(accounts.map((account) => signIn(proxy.url, account)));
    workload.remaining = Number.MAX_SAFE_INTEGER;
    const writing = writers.map((writer) => runWriter(workload, writer));

    for (let round = 0; round < ROUNDS; round += 1) {
      const enough = workload.operations.length + 10 + random.below(40);
      await Promise.race([waitFor(() => workload.operations.length >= enough, 60_000), ...writing]);
      await server.kill();
      await auditDatabase(file);
      server = await restart();
      expect(server.bootCpuMs).toBeLessThan(MAX_BOOT_MS);
    }
    workload.remaining = 0;
    await Promise.all(writing);

    const { events, replies } = await auditDatabase(file, workload.operations);
    const retried = workload.operations.filter(({ attempts, outcome }) => attempts > 1 && outcome === 'ok');
    expect(retried.length).toBeGreaterThan(0);
    const replayed = retried.filter((operation) => operation.replayed).length;
    figures({
      crash: {
        rounds: ROUNDS,
        operations: workload.operations.length,
        retried: retried.length,
        replayed,
        events,
        replies,
      },
    });
  },
  LONG ? 1_800_000 : 180_000,
);

test('ID-1, EV-1 after a kill at any point of a write, there is one row and every viewer receives it once', async () => {
  const { file, workload, accounts, restart, proxy } = await createCrashScenario();
  const persistent: Workload = { ...workload, random: { ...workload.random, chance: () => false } };
  await restart('before-commit');
  const [ada, bob, carl] = await signInThree(proxy.url, accounts);
  const viewers = [ada, ada, bob, carl].map((account) =>
    createReconnectingViewer(proxy.url, account, ['websocket']),
  );
  endings.push(() => viewers.map((viewer) => viewer.close()));
  const ticket = (await runCommand(persistent, carl, draftTicket(workload.random))).ticket?.id ?? 0;

  for (const [i, crashPoint] of CRASH_POINTS.entries()) {
    await waitFor(() => viewers.every((viewer) => viewer.isLive()));
    // One crash point uses a new ticket, which has its own idempotency key.
    const createsTicket = crashPoint === 'after-commit';
    const command = createsTicket ? draftTicket(workload.random) : draftReply(ticket, {});
    const content = `${crashMarker(crashPoint)} ${command.key}`;
    const body = createsTicket ? { subject: 'Again', description: content } : { content };
    const writing = runCommand(persistent, carl, { ...command, body });
    expect(await current().exited, crashPoint).toBe('SIGKILL');
    expect(rowsOf(file, content), crashPoint).toBe(crashPoint === 'before-commit' ? 0 : 1);
    await restart(CRASH_POINTS[i + 1]);

    const { outcome, attempts, replayed } = await writing;
    expect(outcome).toBe('ok');
    // The response may be sent before the events.
    if (!EMIT_CRASH_POINTS.includes(crashPoint)) expect(attempts).toBeGreaterThan(1);
    expect(replayed).toBe(attempts > 1 && crashPoint !== 'before-commit');
    expect(rowsOf(file, content)).toBe(1);
  }
  await auditDatabase(file);
  for (const viewer of viewers) {
    const expected = await viewer.fetchExpectedEvents();
    await waitFor(() => viewer.events.length >= expected.length);
    await viewer.waitForDelivery();
    expect(viewer.errors).toEqual([]);
    expect(viewer.events).toEqual(expected);
    expect(viewer.events).toHaveLength(1 + CRASH_POINTS.length);
  }
}, 180_000);

let running: ServerProcess | undefined;
function current(): ServerProcess {
  if (!running) throw new Error('No server is running');
  return running;
}

/** A database with two agents and four customers, and a proxy with a stable address across server restarts. */
async function createCrashScenario() {
  const { file, remove } = createDatabaseFile();
  endings.push(remove);
  const names = ['Ada', 'Bob', 'Carl', 'Dora', 'Emil', 'Finn'];
  const accounts = await createAccounts(
    file,
    names.map((name, i) => ({ name, role: i < 2 ? 'agent' : 'customer' })),
  );
  const proxy = await startProxy(0);
  endings.push(() => proxy.close());
  endings.push(() => running?.kill());
  const workload: Workload = {
    url: proxy.url,
    random: createRandom(SEED),
    remaining: 0,
    tickets: [],
    operations: [],
  };

  /** Starts the server on the same file again, to crash at this point if one is given. */
  async function restart(crashPoint?: CrashPoint): Promise<ServerProcess> {
    const preload = path.join(import.meta.dirname, '../testing/faults/crash-point.ts');
    running = await startServer(file, crashPoint ? { preload, env: { CRASH_POINT: crashPoint } } : {});
    proxy.setServerPort(running.port);
    return running;
  }
  return { file, workload, accounts, proxy, restart };
}

async function signInThree(
  url: string,
  accounts: TestAccount[],
): Promise<[TestAccount, TestAccount, TestAccount]> {
  const [ada, bob, carl] = await Promise.all(accounts.slice(0, 3).map((account) => signIn(url, account)));
  if (!ada || !bob || !carl) throw new Error('Three accounts are required');
  return [ada, bob, carl];
}

function rowsOf(file: string, content: string): unknown {
  const db = new Database(file, { readonly: true });
  const sql = `select (select count(*) from replies where content = :content)
    + (select count(*) from tickets where description = :content)`;
  const count = db.prepare(sql).pluck().get({ content });
  db.close();
  return count;
}

function figures(what: object): void {
  if (process.env.FIGURES) process.stderr.write(`${JSON.stringify(what)}\n`);
}

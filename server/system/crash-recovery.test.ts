import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
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
  createRandom,
  LONG,
  type ServerProcess,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';

const ROUNDS = LONG ? 100 : 3;
const SLOWEST_BOOT_MS = 5000;
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const FAULTS: CrashPoint[] = [
  'before-commit',
  'after-commit',
  'before-emit',
  'between-emits',
  'before-answer',
];
const TELLING: CrashPoint[] = ['before-emit', 'between-emits'];

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test(
  'DB-4 killed at random under load: what was acknowledged is there, once, and log, thread and ticket agree',
  async () => {
    const { file, work: workload, people, restart, proxy } = await createDesk();
    const { random } = workload;
    let server = await restart();
    await expect(startServer(file), 'DB-2 one process a file').rejects.toThrow('another process is using');
    const writers = await Promise.all(people.map((person) => signIn(proxy.url, person)));
    workload.remaining = Number.MAX_SAFE_INTEGER;
    const writing = writers.map((writer) => runWriter(workload, writer));

    for (let round = 0; round < ROUNDS; round += 1) {
      const enough = workload.operations.length + 10 + random.below(40);
      await Promise.race([waitFor(() => workload.operations.length >= enough, 60_000), ...writing]);
      await server.kill();
      auditDatabase(file);
      server = await restart();
      expect(server.bootCpuMs).toBeLessThan(SLOWEST_BOOT_MS);
    }
    workload.remaining = 0;
    await Promise.all(writing);

    const { events, replies } = auditDatabase(file, workload.operations);
    const repeated = workload.operations.filter(({ attempts, outcome }) => attempts > 1 && outcome === 'ok');
    expect(repeated.length).toBeGreaterThan(0);
    const replayed = repeated.filter((operation) => operation.replayed).length;
    figures({
      crash: {
        rounds: ROUNDS,
        operations: workload.operations.length,
        repeated: repeated.length,
        replayed,
        events,
        replies,
      },
    });
  },
  LONG ? 1_800_000 : 180_000,
);

test('ID-1, EV-1 killed before the commit, before the answer, while telling: one row, heard once by everybody', async () => {
  const { file, work: workload, people, restart, proxy } = await createDesk();
  const calm: Workload = { ...workload, random: { ...workload.random, chance: () => false } };
  await restart('before-commit');
  const [ada, bob, carl] = await signAllIn(proxy.url, people);
  const viewers = [ada, ada, bob, carl].map((person) =>
    createReconnectingViewer(proxy.url, person, ['websocket']),
  );
  endings.push(() => viewers.map((viewer) => viewer.close()));
  const ticket = (await runCommand(calm, carl, draftTicket(workload.random))).ticket?.id ?? 0;

  for (const [i, fault] of FAULTS.entries()) {
    await waitFor(() => viewers.every((viewer) => viewer.isLive()));
    // One of them submits a ticket: it has a key of its own.
    const submits = fault === 'after-commit';
    const command = submits ? draftTicket(workload.random) : draftReply(ticket, {});
    const content = `${crashMarker(fault)} ${command.key}`;
    const body = submits ? { subject: 'Again', description: content } : { content };
    const writing = runCommand(calm, carl, { ...command, body });
    expect(await current().exited, fault).toBe('SIGKILL');
    expect(rowsOf(file, content), fault).toBe(fault === 'before-commit' ? 0 : 1);
    await restart(FAULTS[i + 1]);

    const { outcome, attempts, replayed } = await writing;
    expect(outcome).toBe('ok');
    // The answer may be out before the events are.
    if (!TELLING.includes(fault)) expect(attempts).toBeGreaterThan(1);
    expect(replayed).toBe(attempts > 1 && fault !== 'before-commit');
    expect(rowsOf(file, content)).toBe(1);
  }
  auditDatabase(file);
  for (const viewer of viewers) {
    const expected = await viewer.fetchExpectedEvents();
    await waitFor(() => viewer.events.length >= expected.length);
    await viewer.waitForDelivery();
    expect(viewer.errors).toEqual([]);
    expect(viewer.events).toEqual(expected);
    expect(viewer.events).toHaveLength(1 + FAULTS.length);
  }
}, 180_000);

let running: ServerProcess | undefined;
function current(): ServerProcess {
  if (!running) throw new Error('Nothing runs');
  return running;
}

/** A file with two agents and four customers, and an address that follows the server from life to life. */
async function createDesk() {
  const { file, remove } = createDatabaseFile();
  endings.push(remove);
  const names = ['Ada', 'Bob', 'Carl', 'Dora', 'Emil', 'Finn'];
  const people = await createAccounts(
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

  /** Starts on the same file once more, doomed to die at that fault if one is given. */
  async function restart(fault?: CrashPoint): Promise<ServerProcess> {
    const preload = path.join(import.meta.dirname, '../testing/faults/crash-point.ts');
    running = await startServer(file, fault ? { preload, env: { CRASH_POINT: fault } } : {});
    proxy.setServerPort(running.port);
    return running;
  }
  return { file, work: workload, people, proxy, restart };
}

async function signAllIn(
  url: string,
  people: TestAccount[],
): Promise<[TestAccount, TestAccount, TestAccount]> {
  const [ada, bob, carl] = await Promise.all(people.slice(0, 3).map((person) => signIn(url, person)));
  if (!ada || !bob || !carl) throw new Error('Three are needed');
  return [ada, bob, carl];
}

function rowsOf(file: string, content: string): unknown {
  const db = new Database(file, { readonly: true });
  const said = `select (select count(*) from replies where content = :content)
    + (select count(*) from tickets where description = :content)`;
  const count = db.prepare(said).pluck().get({ content });
  db.close();
  return count;
}

function figures(what: object): void {
  if (process.env.FIGURES) process.stderr.write(`${JSON.stringify(what)}\n`);
}

import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { type Fault, markOf } from '../testing/faults/fault.ts';
import { startProxy } from '../testing/faults/proxy.ts';
import { draftReply, draftTicket, perform, type Work, write } from '../testing/load/writers.ts';
import { audit } from '../testing/oracle/audit.ts';
import { createStubbornViewer } from '../testing/oracle/viewer.ts';
import {
  createDice,
  freshFile,
  hire,
  LONG,
  type Person,
  type Program,
  signIn,
  startProgram,
} from '../testing/process.ts';
import { until } from '../testing/test-app.ts';

const ROUNDS = LONG ? 100 : 3;
const SLOWEST_BOOT_MS = 5000;
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const FAULTS: Fault[] = ['before-commit', 'after-commit', 'before-emit', 'between-emits', 'before-answer'];
const TELLING: Fault[] = ['before-emit', 'between-emits'];

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test(
  'DB-4 killed at random under load: what was acknowledged is there, once, and log, thread and ticket agree',
  async () => {
    const { file, work, people, restart, proxy } = await createDesk();
    const { dice } = work;
    let program = await restart();
    await expect(startProgram(file), 'DB-2 one process a file').rejects.toThrow('another process is using');
    const writers = await Promise.all(people.map((person) => signIn(proxy.url, person)));
    work.left = Number.MAX_SAFE_INTEGER;
    const writing = writers.map((writer) => write(work, writer));

    for (let round = 0; round < ROUNDS; round += 1) {
      const enough = work.done.length + 10 + dice.below(40);
      await Promise.race([until(() => work.done.length >= enough, 60_000), ...writing]);
      await program.kill();
      audit(file);
      program = await restart();
      expect(program.bootCpuMs).toBeLessThan(SLOWEST_BOOT_MS);
    }
    work.left = 0;
    await Promise.all(writing);

    const { events, replies } = audit(file, work.done);
    const repeated = work.done.filter(({ attempts, outcome }) => attempts > 1 && outcome === 'ok');
    expect(repeated.length).toBeGreaterThan(0);
    const replayed = repeated.filter((operation) => operation.replayed).length;
    figures({
      crash: {
        rounds: ROUNDS,
        operations: work.done.length,
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
  const { file, work, people, restart, proxy } = await createDesk();
  const calm: Work = { ...work, dice: { ...work.dice, chance: () => false } };
  await restart('before-commit');
  const [ada, bob, carl] = await signAllIn(proxy.url, people);
  const viewers = [ada, ada, bob, carl].map((person) =>
    createStubbornViewer(proxy.url, person, ['websocket']),
  );
  endings.push(() => viewers.map((viewer) => viewer.close()));
  const ticket = (await perform(calm, carl, draftTicket(work.dice))).ticket?.id ?? 0;

  for (const [i, fault] of FAULTS.entries()) {
    await until(() => viewers.every((viewer) => viewer.isLive()));
    // One of them submits a ticket: it has a key of its own.
    const submits = fault === 'after-commit';
    const command = submits ? draftTicket(work.dice) : draftReply(ticket, {});
    const content = `${markOf(fault)} ${command.key}`;
    const body = submits ? { subject: 'Again', description: content } : { content };
    const writing = perform(calm, carl, { ...command, body });
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
  audit(file);
  for (const viewer of viewers) {
    const expected = await viewer.expected();
    await until(() => viewer.events.length >= expected.length);
    await viewer.fence();
    expect(viewer.faults).toEqual([]);
    expect(viewer.events).toEqual(expected);
    expect(viewer.events).toHaveLength(1 + FAULTS.length);
  }
}, 180_000);

let running: Program | undefined;
function current(): Program {
  if (!running) throw new Error('Nothing runs');
  return running;
}

/** A file with two agents and four customers, and an address that follows the server from life to life. */
async function createDesk() {
  const { file, remove } = freshFile();
  endings.push(remove);
  const names = ['Ada', 'Bob', 'Carl', 'Dora', 'Emil', 'Finn'];
  const people = await hire(
    file,
    names.map((name, i) => ({ name, role: i < 2 ? 'agent' : 'customer' })),
  );
  const proxy = await startProxy(0);
  endings.push(() => proxy.close());
  endings.push(() => running?.kill());
  const work: Work = { url: proxy.url, dice: createDice(SEED), left: 0, tickets: [], done: [] };

  /** Starts on the same file once more, doomed to die at that fault if one is given. */
  async function restart(fault?: Fault): Promise<Program> {
    const preload = path.join(import.meta.dirname, '../testing/faults/fault.ts');
    running = await startProgram(file, fault ? { preload, env: { FAULT: fault } } : {});
    proxy.follow(running.port);
    return running;
  }
  return { file, work, people, proxy, restart };
}

async function signAllIn(url: string, people: Person[]): Promise<[Person, Person, Person]> {
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

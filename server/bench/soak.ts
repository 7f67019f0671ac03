import { statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import {
  createAccounts,
  createDatabaseFile,
  createRandom,
  signIn,
  startServer,
  type TestAccount,
} from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';
import { comeAndGo, type Desk, write } from './churn.ts';
import type { Inside } from './soak-probe.ts';

// `npm run bench:soak -- 10`: ten minutes of people who come and go. Every minute all of them leave for a moment, and the
// server must hold on to nothing of theirs. Says how it goes, ends with figures as JSON, and with 1 if something stayed.

const MINUTES = Number(process.argv[2] ?? 10);
const PEOPLE = 40;
const AGENTS = 6;
/** Limits forget after a minute, connections that nobody uses are closed after another: then all must be as before. */
const EBB_WITHIN_MS = 150_000;
const MOST_HEAP_PER_HOUR_MB = 1;
const MOST_WAL_MB = 64;
/** By so much two looks at a heap that holds the same may differ. */
const NOISE_MB = 1;

const { file, remove } = createDatabaseFile();
const customers = PEOPLE - AGENTS;
const hired = await createAccounts(
  file,
  Array.from({ length: PEOPLE }, (_, i) => ({
    name: `Person ${i}`,
    role: i < customers ? ('customer' as const) : ('agent' as const),
  })),
);
const preload = path.join(import.meta.dirname, 'soak-probe.ts');
const server = await startServer(file, { preload, env: { RATE_LIMITS: 'on' } });
const tally = { visits: 0, writes: 0, heard: 0, refused: 0 };
const app: Desk = { url: server.url, random: createRandom(Date.now() % 1e6), tally, tickets: [] };
const begun = performance.now();
let walMb = 0;
const watching = setInterval(watch, 1000);

try {
  const empty = await look();
  const people: TestAccount[] = [];
  for (const person of hired) people.push(await signIn(server.url, person));
  // Wrong passwords are remembered for longer than this lasts, by address; right ones make the entry and clear it.
  empty.limiterKeys = (await look()).limiterKeys;
  for (const person of people.slice(0, customers))
    await write(app, person, '/api/tickets', { subject: 'Help', description: 'It broke.' });

  const ebbs: Inside[] = [];
  for (let minute = 1; minute <= MINUTES; minute += 1) {
    const isOver = () => performance.now() - begun > minute * 60_000;
    await Promise.all(people.map((person) => comeAndGo(app, person, isOver)));
    ebbs.push(await lookWhenAllAreGone());
  }
  const rest = await settle(empty);
  report(empty, ebbs, rest);
} finally {
  clearInterval(watching);
  await server.kill();
  remove();
}

/** What the server holds on to right now. */
async function look(): Promise<Inside> {
  const before = server.output().length;
  process.kill(server.pid, 'SIGUSR2');
  const said = () => /^inside (.*)\n/m.exec(server.output().slice(before))?.[1];
  await waitFor(said);
  return JSON.parse(said() ?? '{}');
}

async function lookWhenAllAreGone(): Promise<Inside> {
  let now = await look();
  await waitFor(async () => {
    now = await look();
    return now.sockets === 0;
  }, EBB_WITHIN_MS);
  return now;
}

/** Waits for everything to be as it was before anybody came; answers how it ended, whether or not it did. */
async function settle(empty: Inside): Promise<Inside> {
  let now = await look();
  await waitFor(async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    now = await look();
    return leftBehind(empty, now).length === 0;
  }, EBB_WITHIN_MS).catch(() => {});
  return now;
}

/** Of what there is more than before. */
function leftBehind(empty: Inside, now: Inside): string[] {
  const counted = ['sockets', 'rooms', 'listeners', 'timers', 'files', 'limiterKeys'] as const;
  return counted.filter((name) => now[name] > empty[name]);
}

/** Megabytes an hour, by the straight line that fits best to a look every minute. */
function slopeOf(heaps: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(heaps.map((_, i) => i)), mean(heaps)];
  const over = heaps.reduce((sum, heap, i) => sum + (i - x) * (heap - y), 0);
  const under = heaps.reduce((sum, _, i) => sum + (i - x) ** 2, 0);
  return under === 0 ? 0 : (60 * over) / under;
}

function watch(): void {
  walMb = Math.max(walMb, statSync(`${file}-wal`).size / 2 ** 20);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const line = `${seconds} of ${MINUTES * 60} s: ${tally.visits} visits, ${tally.writes} writes, ${tally.heard} heard, ${tally.refused} refused, log at most ${walMb.toFixed(1)} MB`;
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  else if (seconds % 15 === 0) process.stderr.write(`${line}\n`);
}

/** Figures, and what is wrong with them. */
function report(empty: Inside, ebbs: Inside[], rest: Inside): void {
  // The first third warms up: code is compiled, and what was compiled too eagerly is thrown away.
  const heaps = ebbs.slice(Math.ceil(ebbs.length / 3)).map(({ heapMb }) => heapMb);
  const slope = slopeOf(heaps);
  const growth = (slope * Math.max(0, heaps.length - 1)) / 60;
  const faults = leftBehind(empty, rest).map((name) => `${name} left behind`);
  if (slope > MOST_HEAP_PER_HOUR_MB && growth > NOISE_MB) faults.push('the heap grows');
  if (walMb > MOST_WAL_MB) faults.push('the write-ahead log grows');
  const result = {
    minutes: MINUTES,
    ...tally,
    empty,
    rest,
    heapMb: ebbs.map(({ heapMb }) => round(heapMb)),
    heapSlopeMbPerHour: round(slope),
    walMb: round(walMb),
    load: loadavg().map(round),
    cores: availableParallelism(),
    faults,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

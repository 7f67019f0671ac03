import { statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { createRandom } from '../../cli/sample-data/random.ts';
import {
  createAccounts,
  createDatabaseFile,
  signIn,
  startServer,
  type TestAccount,
} from '../../testing/server-process.ts';
import { waitFor } from '../../testing/test-app.ts';
import { type ChurnTarget, visitRepeatedly, write } from './churn.ts';
import type { ResourceUsage } from './soak-probe.ts';

// `npm run bench -- soak 10`: ten minutes of users who connect and disconnect. All of them disconnect every minute. The
// server's resources must return to their initial counts. Prints progress and a JSON result; exits with 1 on a leak.

const MINUTES = Number(process.argv[2] ?? 10);
const USERS = 40;
const AGENTS = 6;
/** Rate limits expire after one minute and idle connections after another: then all resources must be free. */
const MAX_SETTLE_MS = 150_000;
const MAX_HEAP_GROWTH_MB_PER_HOUR = 1;
const MAX_WAL_MB = 64;
/** Two measurements of an unchanged heap may differ by this much. */
const HEAP_NOISE_MB = 1;

const { file, remove } = createDatabaseFile();
const customers = USERS - AGENTS;
const accounts = await createAccounts(
  file,
  Array.from({ length: USERS }, (_, i) => ({
    name: `User ${i}`,
    role: i < customers ? ('customer' as const) : ('agent' as const),
  })),
);
const preload = path.join(import.meta.dirname, 'soak-probe.ts');
const server = await startServer(file, { preload, env: { RATE_LIMITS: 'on' } });
const counters = { visits: 0, writes: 0, received: 0, refused: 0 };
const target: ChurnTarget = {
  url: server.url,
  random: createRandom(Date.now() % 1e6),
  counters,
  tickets: [],
};
const startedAt = performance.now();
let walMb = 0;
const progressTimer = setInterval(reportProgress, 1000);

try {
  const initial = await measure();
  const signedIn: TestAccount[] = [];
  for (const account of accounts) signedIn.push(await signIn(server.url, account));
  // The failed-attempt limiter keeps one entry for this IP address longer than the test runs: it is part of the baseline.
  initial.limiterKeys = (await measure()).limiterKeys;
  for (const account of signedIn.slice(0, customers))
    await write(target, account, '/api/tickets', { subject: 'Help', description: 'It broke.' });

  const idleMeasurements: ResourceUsage[] = [];
  for (let minute = 1; minute <= MINUTES; minute += 1) {
    const isFinished = () => performance.now() - startedAt > minute * 60_000;
    await Promise.all(signedIn.map((account) => visitRepeatedly(target, account, isFinished)));
    idleMeasurements.push(await measureWhenDisconnected());
  }
  const final = await settle(initial);
  report(initial, idleMeasurements, final);
} finally {
  clearInterval(progressTimer);
  await server.kill();
  remove();
}

/** The server's resource usage now. */
async function measure(): Promise<ResourceUsage> {
  const before = server.output().length;
  process.kill(server.pid, 'SIGUSR2');
  const readResult = () => /^resources (.*)\n/m.exec(server.output().slice(before))?.[1];
  await waitFor(readResult);
  return JSON.parse(readResult() ?? '{}');
}

async function measureWhenDisconnected(): Promise<ResourceUsage> {
  let now = await measure();
  await waitFor(async () => {
    now = await measure();
    return now.sockets === 0;
  }, MAX_SETTLE_MS);
  return now;
}

/** Waits until all resources are free or the time is over; returns the last measurement. */
async function settle(initial: ResourceUsage): Promise<ResourceUsage> {
  let now = await measure();
  await waitFor(async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    now = await measure();
    return leakedResources(initial, now).length === 0;
  }, MAX_SETTLE_MS).catch(() => {});
  return now;
}

/** The names of the resources with higher counts than initially. */
function leakedResources(initial: ResourceUsage, now: ResourceUsage): string[] {
  const counted = ['sockets', 'rooms', 'listeners', 'timers', 'files', 'limiterKeys'] as const;
  return counted.filter((name) => now[name] > initial[name]);
}

/** Heap growth in MB per hour: the slope of a linear regression over one measurement per minute. */
function slopeOf(heaps: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [x, y] = [mean(heaps.map((_, i) => i)), mean(heaps)];
  const covariance = heaps.reduce((sum, heap, i) => sum + (i - x) * (heap - y), 0);
  const variance = heaps.reduce((sum, _, i) => sum + (i - x) ** 2, 0);
  return variance === 0 ? 0 : (60 * covariance) / variance;
}

function reportProgress(): void {
  walMb = Math.max(walMb, statSync(`${file}-wal`).size / 2 ** 20);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const line = `${seconds} of ${MINUTES * 60} s: ${counters.visits} visits, ${counters.writes} writes, ${counters.received} received, ${counters.refused} refused, write-ahead log at most ${walMb.toFixed(1)} MB`;
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  else if (seconds % 15 === 0) process.stderr.write(`${line}\n`);
}

/** Prints the result and sets the exit code. */
function report(initial: ResourceUsage, idleMeasurements: ResourceUsage[], final: ResourceUsage): void {
  // Ignore the first third, in which the JIT compiler still changes the heap.
  const heaps = idleMeasurements.slice(Math.ceil(idleMeasurements.length / 3)).map(({ heapMb }) => heapMb);
  const slope = slopeOf(heaps);
  const growth = (slope * Math.max(0, heaps.length - 1)) / 60;
  const failures = leakedResources(initial, final).map((name) => `leak: ${name}`);
  if (slope > MAX_HEAP_GROWTH_MB_PER_HOUR && growth > HEAP_NOISE_MB) failures.push('the heap grows too fast');
  if (walMb > MAX_WAL_MB) failures.push('the write-ahead log is too large');
  const result = {
    minutes: MINUTES,
    ...counters,
    initial,
    final,
    heapMb: idleMeasurements.map(({ heapMb }) => round(heapMb)),
    heapSlopeMbPerHour: round(slope),
    walMb: round(walMb),
    load: loadavg().map(round),
    cores: availableParallelism(),
    failures,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (failures.length > 0) process.exitCode = 1;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { draftReply, draftTicket, runCommand, runWriter } from '../testing/load/random-writers.ts';
import {
  expectNothingLost,
  type FaultScenario,
  startFaultScenario,
} from '../testing/oracle/fault-scenario.ts';
import { LONG, sendRequest } from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';

const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const DURATION_MS = LONG
  ? { stopped: 30_000, locked: 3000, blocked: 2000, frozen: 30_000 }
  : { stopped: 500, locked: 500, blocked: 500, frozen: 500 };
/** Factor for the short run, which shares the machine with other tests. */
const TOLERANCE = LONG ? 1 : 5;
const MAX_RECOVERY_MS = 10_000 * TOLERANCE;
const MAX_DELIVERY_MS = 1000 * TOLERANCE;
const MAX_HEALTH_CHECK_MS = 200 * TOLERANCE;
const WRITERS = 4;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Injects one fault; resolves when the fault is over. */
const FAULTS: Record<keyof typeof DURATION_MS, (scenario: FaultScenario) => Promise<void>> = {
  async stopped({ server }) {
    process.kill(server.pid, 'SIGSTOP');
    await pause(DURATION_MS.stopped);
    process.kill(server.pid, 'SIGCONT');
  },
  async locked({ file }) {
    const script = path.join(import.meta.dirname, '../testing/faults/lock-database.ts');
    const holder = spawn(process.execPath, [script, file, String(DURATION_MS.locked)]);
    await once(holder.stdout, 'data');
    await once(holder, 'exit');
  },
  async blocked({ server }) {
    process.kill(server.pid, 'SIGUSR2');
    await waitFor(() => server.output().includes('event loop resumed'), 60_000);
  },
  async frozen(scenario) {
    scenario.proxy.freeze();
    // New connections are served although the existing ones are half-open.
    await waitFor(() => isHealthy(scenario), MAX_RECOVERY_MS);
    await pause(DURATION_MS.frozen);
    scenario.proxy.restore();
  },
};

test(
  `OP-10 after a stopped process, a locked database, a blocked event loop and frozen clients, the server recovers without loss (CHAOS_SEED=${SEED})`,
  async () => {
    const preload = path.join(import.meta.dirname, '../testing/faults/block-event-loop.ts');
    const env = { BLOCK_MS: String(DURATION_MS.blocked) };
    const scenario = await startFaultScenario(SEED, endings, { preload, env });
    const { workload, writers } = scenario;
    const probe = await createProbe(scenario);
    workload.remaining = Number.MAX_SAFE_INTEGER;
    const writing = Promise.all(writers.slice(0, WRITERS).map((writer) => runWriter(workload, writer)));

    const figures: Record<string, object> = {};
    for (const [name, durationMs] of Object.entries(DURATION_MS)) {
      await Promise.race([waitFor(probe, MAX_RECOVERY_MS), writing]);
      const gap = await longestWriteGap(workload, FAULTS[name as keyof typeof DURATION_MS](scenario));
      expect(gap, `${name}: no write succeeded`).toBeGreaterThan(durationMs / 2);
      const startedAt = performance.now();
      await Promise.race([waitFor(probe, MAX_RECOVERY_MS), writing]);
      figures[name] = {
        durationMs,
        gap: Math.round(gap),
        restored: Math.round(performance.now() - startedAt),
      };
    }
    workload.remaining = 0;
    await writing;
    await expectNothingLost(scenario);
    if (process.env.FIGURES) process.stderr.write(`${JSON.stringify({ faults: figures })}\n`);
  },
  LONG ? 600_000 : 240_000,
);

const isHealthy = async ({ server }: FaultScenario): Promise<boolean> => {
  const startedAt = performance.now();
  const { status } = await sendRequest(`${server.url}/healthz`);
  return status === 200 && performance.now() - startedAt < MAX_HEALTH_CHECK_MS;
};

/** Returns a probe: the health check is fast, and a write is acknowledged and delivered to all its viewers in time. */
async function createProbe(scenario: FaultScenario): Promise<() => Promise<boolean>> {
  const { workload, viewers } = scenario;
  const dora = scenario.writers[3];
  if (!dora) throw new Error('The scenario has no fourth writer.');
  const persistent = { ...workload, random: { ...workload.random, chance: () => false } };
  const execute = async (command: Parameters<typeof runCommand>[2]) => {
    const operation = await runCommand(persistent, dora, command);
    workload.operations.push(operation);
    return operation;
  };
  const { ticket } = await execute(draftTicket(workload.random));
  const receivers = viewers.filter(({ account }) => account.role === 'agent' || account.id === dora.id);
  return async () => {
    if (!(await isHealthy(scenario))) return false;
    const startedAt = performance.now();
    const { reply } = await execute(draftReply(ticket?.id ?? 0, {}));
    const hasReceived = (viewer: (typeof viewers)[number]) =>
      viewer.events.some((event) => event.type === 'reply.created' && event.reply.id === reply?.id);
    await waitFor(() => receivers.every(hasReceived), MAX_DELIVERY_MS).catch(() => {});
    return receivers.every(hasReceived) && performance.now() - startedAt < MAX_DELIVERY_MS;
  };
}

/** The longest time without a new write, measured by replies and tickets that are not replays. */
async function longestWriteGap(
  { operations }: FaultScenario['workload'],
  during: Promise<void>,
): Promise<number> {
  let longest = 0;
  let since = performance.now();
  let counted = operations.length;
  const timer = setInterval(() => {
    if (operations.slice(counted).some(({ outcome, key, replayed }) => outcome === 'ok' && key && !replayed))
      since = performance.now();
    counted = operations.length;
    longest = Math.max(longest, performance.now() - since);
  }, 10);
  await during;
  clearInterval(timer);
  return longest;
}

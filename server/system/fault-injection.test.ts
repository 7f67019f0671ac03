import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as lasting } from 'node:timers/promises';
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
const LASTS_MS = LONG
  ? { still: 30_000, locked: 3000, blocked: 2000, silent: 30_000 }
  : { still: 500, locked: 500, blocked: 500, silent: 500 };
/** The short round runs beside other tests. */
const LENIENCY = LONG ? 1 : 5;
const RESTORED_WITHIN_MS = 10_000 * LENIENCY;
const SOON_MS = 1000 * LENIENCY;
const HEALTHY_MS = 200 * LENIENCY;
const WRITERS = 4;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** What happens to the desk; each ends by itself. */
const TROUBLES: Record<keyof typeof LASTS_MS, (world: FaultScenario) => Promise<void>> = {
  async still({ server }) {
    process.kill(server.pid, 'SIGSTOP');
    await lasting(LASTS_MS.still);
    process.kill(server.pid, 'SIGCONT');
  },
  async locked({ file }) {
    const script = path.join(import.meta.dirname, '../testing/faults/lock-database.ts');
    const holder = spawn(process.execPath, [script, file, String(LASTS_MS.locked)]);
    await once(holder.stdout, 'data');
    await once(holder, 'exit');
  },
  async blocked({ server }) {
    process.kill(server.pid, 'SIGUSR2');
    await waitFor(() => server.output().includes('event loop resumed'), 60_000);
  },
  async silent(world) {
    world.proxy.freeze();
    // Whoever comes now does not notice those who are gone without a word.
    await waitFor(() => isHealthy(world), RESTORED_WITHIN_MS);
    await lasting(LASTS_MS.silent);
    world.proxy.restore();
  },
};

test(
  `OP-10 stopped, locked out, blocked, clients gone silent: well again soon, and nothing is lost (CHAOS_SEED=${SEED})`,
  async () => {
    const preload = path.join(import.meta.dirname, '../testing/faults/block-event-loop.ts');
    const env = { BLOCK_MS: String(LASTS_MS.blocked) };
    const world = await startFaultScenario(SEED, endings, { preload, env });
    const { workload, writers } = world;
    const probe = await createProbe(world);
    workload.remaining = Number.MAX_SAFE_INTEGER;
    const writing = Promise.all(writers.slice(0, WRITERS).map((writer) => runWriter(workload, writer)));

    const figures: Record<string, object> = {};
    for (const [name, lasts] of Object.entries(LASTS_MS)) {
      await Promise.race([waitFor(probe, RESTORED_WITHIN_MS), writing]);
      const silence = await longestSilence(workload, TROUBLES[name as keyof typeof LASTS_MS](world));
      expect(silence, `${name}: nobody could write`).toBeGreaterThan(lasts / 2);
      const begun = performance.now();
      await Promise.race([waitFor(probe, RESTORED_WITHIN_MS), writing]);
      figures[name] = {
        lasts,
        silence: Math.round(silence),
        restored: Math.round(performance.now() - begun),
      };
    }
    workload.remaining = 0;
    await writing;
    await expectNothingLost(world);
    if (process.env.FIGURES) process.stderr.write(`${JSON.stringify({ disturbed: figures })}\n`);
  },
  LONG ? 600_000 : 240_000,
);

const isHealthy = async ({ server }: FaultScenario): Promise<boolean> => {
  const begun = performance.now();
  const { status } = await sendRequest(`${server.url}/healthz`);
  return status === 200 && performance.now() - begun < HEALTHY_MS;
};

/** Is all as it should be? Health at once, a write acknowledged and heard by everybody soon. */
async function createProbe(world: FaultScenario): Promise<() => Promise<boolean>> {
  const { workload, viewers } = world;
  const dora = world.writers[3];
  if (!dora) throw new Error('Somebody has to ask.');
  const calm = { ...workload, random: { ...workload.random, chance: () => false } };
  const does = async (command: Parameters<typeof runCommand>[2]) => {
    const done = await runCommand(calm, dora, command);
    workload.operations.push(done);
    return done;
  };
  const { ticket } = await does(draftTicket(workload.random));
  const mayHear = viewers.filter(({ account: person }) => person.role === 'agent' || person.id === dora.id);
  return async () => {
    if (!(await isHealthy(world))) return false;
    const begun = performance.now();
    const { reply } = await does(draftReply(ticket?.id ?? 0, {}));
    const heard = (viewer: (typeof viewers)[number]) =>
      viewer.events.some((event) => event.type === 'reply.created' && event.reply.id === reply?.id);
    await waitFor(() => mayHear.every(heard), SOON_MS).catch(() => {});
    return mayHear.every(heard) && performance.now() - begun < SOON_MS;
  };
}

/** The longest time during which nothing was written: replies and new tickets, which cannot be done already. */
async function longestSilence(
  { operations: done }: FaultScenario['workload'],
  during: Promise<void>,
): Promise<number> {
  let longest = 0;
  let since = performance.now();
  let seen = done.length;
  const looking = setInterval(() => {
    if (done.slice(seen).some(({ outcome, key, replayed }) => outcome === 'ok' && key && !replayed))
      since = performance.now();
    seen = done.length;
    longest = Math.max(longest, performance.now() - since);
  }, 10);
  await during;
  clearInterval(looking);
  return longest;
}

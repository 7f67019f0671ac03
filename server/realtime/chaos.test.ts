import { afterEach, test } from 'vitest';
import { runWriter } from '../testing/load/random-writers.ts';
import {
  expectNothingLost,
  type FaultScenario,
  startFaultScenario,
} from '../testing/oracle/fault-scenario.ts';
import { LONG, startServer } from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';

const OPERATIONS = LONG ? 8000 : 320;
const KILLS = LONG ? 25 : 2;
const OPERATIONS_PER_CUT = 6;
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test(
  `EV-2 each viewer receives exactly its events: 8 writers, cut sockets, a killed server (CHAOS_SEED=${SEED})`,
  async () => {
    const world = await startFaultScenario(SEED, endings);
    const { workload, writers } = world;
    workload.remaining = OPERATIONS;

    const writing = writers.map((writer) => runWriter(workload, writer));
    const [report] = await Promise.all([breakThings(world), ...writing]);

    const found = await expectNothingLost(world);
    printFigures({ ...report, events: found.events, tickets: found.tickets, replies: found.replies }, world);
  },
  LONG ? 1_800_000 : 180_000,
);

/** Cuts connections every few operations; kills and restarts the server a few times, on the same file. */
async function breakThings(world: FaultScenario) {
  const { workload, proxy, viewers, file } = world;
  const { random } = workload;
  let kills = 0;
  let slowestBoot = 0;
  for (let next = OPERATIONS_PER_CUT; next < OPERATIONS - 16; next += OPERATIONS_PER_CUT) {
    await waitFor(() => workload.operations.length >= next, 60_000);
    if (next >= ((kills + 1) * OPERATIONS) / (KILLS + 1)) {
      kills += 1;
      await world.server.kill();
      world.server = await startServer(file);
      slowestBoot = Math.max(slowestBoot, world.server.bootMs);
      proxy.setServerPort(world.server.port);
    }
    const victim = random.pick(viewers);
    random.pick([
      victim.reconnect,
      victim.closeTransport,
      () => void victim.signOut(),
      () => proxy.cut(random, 0.3),
      () => proxy.cut(random, 0.3),
    ])();
  }
  proxy.restore();
  return { kills, slowestBootMs: Math.round(slowestBoot), pulled: proxy.cuts };
}

/** Prints the figures of this run if FIGURES is set. */
function printFigures(figures: Record<string, number>, { workload, viewers }: FaultScenario): void {
  if (!process.env.FIGURES) return;
  const outcomes = Object.groupBy(workload.operations, ({ outcome }) => outcome);
  const counts = Object.fromEntries(Object.entries(outcomes).map(([name, all]) => [name, all.length]));
  const received = viewers.reduce((sum, { events }) => sum + events.length, 0);
  const disconnects = viewers.reduce((sum, viewer) => sum + viewer.disconnectCount(), 0);
  process.stderr.write(`${JSON.stringify({ chaos: { ...figures, ...counts, received, disconnects } })}\n`);
}

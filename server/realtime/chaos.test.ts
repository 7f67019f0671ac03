import { afterEach, test } from 'vitest';
import { write } from '../testing/load/writers.ts';
import { createWorld, expectNothingLost, type World } from '../testing/oracle/world.ts';
import { LONG, startProgram } from '../testing/process.ts';
import { until } from '../testing/test-app.ts';

const OPERATIONS = LONG ? 8000 : 320;
const KILLS = LONG ? 25 : 2;
const OPERATIONS_PER_CUT = 6;
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

test(
  `EV-2 8 writers, sockets cut from both ends, the server killed: everybody got exactly theirs (CHAOS_SEED=${SEED})`,
  async () => {
    const world = await createWorld(SEED, endings);
    const { work, writers } = world;
    work.left = OPERATIONS;

    const writing = writers.map((writer) => write(work, writer));
    const [report] = await Promise.all([breakThings(world), ...writing]);

    const found = await expectNothingLost(world);
    tell({ ...report, events: found.events, tickets: found.tickets, replies: found.replies }, world);
  },
  LONG ? 1_800_000 : 180_000,
);

/** Every few operations something breaks, and a few times the server dies and comes back on the same file. */
async function breakThings(world: World) {
  const { work, proxy, viewers, file } = world;
  const { dice } = work;
  let kills = 0;
  let slowestBoot = 0;
  for (let next = OPERATIONS_PER_CUT; next < OPERATIONS - 16; next += OPERATIONS_PER_CUT) {
    await until(() => work.done.length >= next, 60_000);
    if (next >= ((kills + 1) * OPERATIONS) / (KILLS + 1)) {
      kills += 1;
      await world.program.kill();
      world.program = await startProgram(file);
      slowestBoot = Math.max(slowestBoot, world.program.bootMs);
      proxy.follow(world.program.port);
    }
    const victim = dice.pick(viewers);
    dice.pick([
      victim.leaveAndReturn,
      victim.breakLine,
      () => void victim.signOut(),
      () => proxy.cut(dice, 0.3),
      () => proxy.cut(dice, 0.3),
    ])();
  }
  proxy.heal();
  return { kills, slowestBootMs: Math.round(slowestBoot), pulled: proxy.cuts };
}

/** The figures of this run, on demand. */
function tell(figures: Record<string, number>, { work, viewers }: World): void {
  if (!process.env.FIGURES) return;
  const outcomes = Object.groupBy(work.done, ({ outcome }) => outcome);
  const counts = Object.fromEntries(Object.entries(outcomes).map(([name, all]) => [name, all.length]));
  const received = viewers.reduce((sum, { events }) => sum + events.length, 0);
  const disconnects = viewers.reduce((sum, viewer) => sum + viewer.cutsSeen(), 0);
  process.stderr.write(`${JSON.stringify({ chaos: { ...figures, ...counts, received, disconnects } })}\n`);
}

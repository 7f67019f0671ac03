import { afterEach, expect, test } from 'vitest';
import { until } from '../testing.ts';
import { audit } from '../testing-audit.ts';
import {
  createDice,
  freshFile,
  hire,
  LONG,
  type Person,
  type Program,
  signIn,
  startProgram,
} from '../testing-process.ts';
import { startProxy, type TcpProxy } from '../testing-proxy.ts';
import { createStubbornViewer, type StubbornViewer } from '../testing-viewer.ts';
import { type Work, write } from '../testing-writers.ts';

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
    const world = await createWorld();
    const { work, viewers, writers, file } = world;

    const writing = writers.map((writer) => write(work, writer));
    const [report] = await Promise.all([breakThings(world), ...writing]);

    const found = audit(file, work.done);
    for (const viewer of viewers) {
      await until(viewer.isLive, 20_000);
      const expected = await viewer.expected();
      await until(() => viewer.events.length >= expected.length, 20_000);
      await viewer.fence();
      expect(viewer.faults).toEqual([]);
      expect(viewer.events).toEqual(expected);
      expect(expected.map(({ type, ticketId }) => `${type} ${ticketId}`)).toEqual(
        mayKnow(found.lines, viewer.person),
      );
    }
    tell({ ...report, events: found.events, tickets: found.tickets, replies: found.replies }, world);
  },
  LONG ? 1_800_000 : 180_000,
);

type World = {
  file: string;
  proxy: TcpProxy;
  program: Program;
  work: Work;
  writers: Person[];
  viewers: StubbornViewer[];
};

/** Three agents and three customers, some twice at the desk, eight of them writing; seven sockets. */
async function createWorld(): Promise<World> {
  const { file, remove } = freshFile();
  endings.push(remove);
  const names = ['Ada', 'Bob', 'Cleo', 'Dora', 'Emil', 'Finn'];
  const people = await hire(
    file,
    names.map((name, i) => ({ name, role: i < 3 ? 'agent' : 'customer' })),
  );
  const program = await startProgram(file);
  const proxy = await startProxy(program.port);
  endings.push(() => proxy.close());
  const again = (who: Person[]) => Promise.all(who.map((person) => signIn(program.url, person)));
  const writers = await again([...people, ...people.slice(2, 4)]);
  const watching = await again([...people, ...people.slice(0, 1)]);
  const viewers = watching.map((person, i) =>
    createStubbornViewer(proxy.url, person, i % 2 ? ['websocket'] : ['polling', 'websocket']),
  );
  endings.push(() => viewers.map((viewer) => viewer.close()));
  const work: Work = { url: proxy.url, dice: createDice(SEED), left: OPERATIONS, tickets: [], done: [] };
  const world = { file, proxy, program, work, writers, viewers };
  endings.push(() => world.program.kill());
  return world;
}

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

/** What the rows of the log say this person may know, read past the server. */
function mayKnow(lines: ReturnType<typeof audit>['lines'], { id, role }: Person): string[] {
  const own =
    role === 'agent' ? lines : lines.filter((line) => line.customer_id === id && line.customer_seq !== null);
  return own.map(({ type, ticket_id }) => `${type} ${ticket_id}`);
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

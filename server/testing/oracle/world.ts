import { expect } from 'vitest';
import { startProxy, type TcpProxy } from '../faults/proxy.ts';
import type { Work } from '../load/writers.ts';
import {
  createDice,
  freshFile,
  hire,
  type Person,
  type Program,
  type Start,
  signIn,
  startProgram,
} from '../process.ts';
import { until } from '../test-app.ts';
import { audit } from './audit.ts';
import { createStubbornViewer, type StubbornViewer } from './viewer.ts';

/** A desk at work, behind a cable that can be pulled: who writes, and who watches. */
export type World = {
  file: string;
  proxy: TcpProxy;
  program: Program;
  work: Work;
  writers: Person[];
  viewers: StubbornViewer[];
};

/**
 * Three agents and three customers, some twice at the desk, eight of them writing; seven sockets. `endings` undo it
 * all; `start` is how the server starts.
 */
export async function createWorld(
  seed: number,
  endings: (() => unknown)[],
  start: Start = {},
): Promise<World> {
  const { file, remove } = freshFile();
  endings.push(remove);
  const names = ['Ada', 'Bob', 'Cleo', 'Dora', 'Emil', 'Finn'];
  const people = await hire(
    file,
    names.map((name, i) => ({ name, role: i < 3 ? 'agent' : 'customer' })),
  );
  const program = await startProgram(file, start);
  const proxy = await startProxy(program.port);
  endings.push(() => proxy.close());
  const again = (who: Person[]) => Promise.all(who.map((person) => signIn(program.url, person)));
  const writers = await again([...people, ...people.slice(2, 4)]);
  const watching = await again([...people, ...people.slice(0, 1)]);
  const viewers = watching.map((person, i) =>
    createStubbornViewer(proxy.url, person, i % 2 ? ['websocket'] : ['polling', 'websocket']),
  );
  endings.push(() => viewers.map((viewer) => viewer.close()));
  const work: Work = { url: proxy.url, dice: createDice(seed), left: 0, tickets: [], done: [] };
  const world = { file, proxy, program, work, writers, viewers };
  endings.push(() => world.program.kill());
  return world;
}

/** When all is quiet: every acknowledged write is there once, and every viewer got exactly theirs, in order. */
export async function expectNothingLost({ file, work, viewers }: World) {
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
  return found;
}

/** What the rows of the log say this person may know, read past the server. */
function mayKnow(lines: ReturnType<typeof audit>['lines'], { id, role }: Person): string[] {
  const own =
    role === 'agent' ? lines : lines.filter((line) => line.customer_id === id && line.customer_seq !== null);
  return own.map(({ type, ticket_id }) => `${type} ${ticket_id}`);
}

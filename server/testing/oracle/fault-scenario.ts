import { expect } from 'vitest';
import { startProxy, type TcpProxy } from '../faults/tcp-proxy.ts';
import type { Workload } from '../load/random-writers.ts';
import {
  createAccounts,
  createDatabaseFile,
  createRandom,
  type ServerOptions,
  type ServerProcess,
  signIn,
  startServer,
  type TestAccount,
} from '../server-process.ts';
import { waitFor } from '../test-app.ts';
import { auditDatabase } from './audit-database.ts';
import { createReconnectingViewer, type ReconnectingViewer } from './reconnecting-viewer.ts';

/** A server at work, behind a cable that can be pulled: who writes, and who watches. */
export type FaultScenario = {
  file: string;
  proxy: TcpProxy;
  server: ServerProcess;
  workload: Workload;
  writers: TestAccount[];
  viewers: ReconnectingViewer[];
};

/**
 * Three agents and three customers, some twice at the desk, eight of them writing; seven sockets. `endings` undo it
 * all; `start` is how the server starts.
 */
export async function startFaultScenario(
  seed: number,
  endings: (() => unknown)[],
  start: ServerOptions = {},
): Promise<FaultScenario> {
  const { file, remove } = createDatabaseFile();
  endings.push(remove);
  const names = ['Ada', 'Bob', 'Cleo', 'Dora', 'Emil', 'Finn'];
  const people = await createAccounts(
    file,
    names.map((name, i) => ({ name, role: i < 3 ? 'agent' : 'customer' })),
  );
  const server = await startServer(file, start);
  const proxy = await startProxy(server.port);
  endings.push(() => proxy.close());
  const again = (who: TestAccount[]) => Promise.all(who.map((person) => signIn(server.url, person)));
  const writers = await again([...people, ...people.slice(2, 4)]);
  const watching = await again([...people, ...people.slice(0, 1)]);
  const viewers = watching.map((person, i) =>
    createReconnectingViewer(proxy.url, person, i % 2 ? ['websocket'] : ['polling', 'websocket']),
  );
  endings.push(() => viewers.map((viewer) => viewer.close()));
  const workload: Workload = {
    url: proxy.url,
    random: createRandom(seed),
    remaining: 0,
    tickets: [],
    operations: [],
  };
  const world = { file, proxy, server, workload, writers, viewers };
  endings.push(() => world.server.kill());
  return world;
}

/** When all is quiet: every acknowledged write is there once, and every viewer got exactly theirs, in order. */
export async function expectNothingLost({ file, workload, viewers }: FaultScenario) {
  const found = auditDatabase(file, workload.operations);
  for (const viewer of viewers) {
    await waitFor(viewer.isLive, 20_000);
    const expected = await viewer.fetchExpectedEvents();
    await waitFor(() => viewer.events.length >= expected.length, 20_000);
    await viewer.waitForDelivery();
    expect(viewer.errors).toEqual([]);
    expect(viewer.events).toEqual(expected);
    expect(expected.map(({ type, ticketId }) => `${type} ${ticketId}`)).toEqual(
      visibleEvents(found.lines, viewer.account),
    );
  }
  return found;
}

/** What the rows of the log say this person may know, read past the server. */
function visibleEvents(
  lines: ReturnType<typeof auditDatabase>['lines'],
  { id, role }: TestAccount,
): string[] {
  const own =
    role === 'agent' ? lines : lines.filter((line) => line.customer_id === id && line.customer_seq !== null);
  return own.map(({ type, ticket_id }) => `${type} ${ticket_id}`);
}

import { expect } from 'vitest';
import { createRandom } from '../../cli/sample-data/random.ts';
import { startProxy, type TcpProxy } from '../faults/tcp-proxy.ts';
import type { Workload } from '../load/random-writers.ts';
import {
  createAccounts,
  createDatabaseFile,
  type ServerOptions,
  type ServerProcess,
  signIn,
  startServer,
  type TestAccount,
} from '../server-process.ts';
import { waitFor } from '../test-app.ts';
import { auditDatabase } from './audit-database.ts';
import { createReconnectingViewer, type ReconnectingViewer } from './reconnecting-viewer.ts';

/** A client whose connection is silent notices it after 22 s: one that closed it during an upgrade, for example. */
const RECONNECT_MS = 40_000;

/** A server under load behind a TCP proxy, with writers and viewers. */
export type FaultScenario = {
  file: string;
  proxy: TcpProxy;
  server: ServerProcess;
  workload: Workload;
  writers: TestAccount[];
  viewers: ReconnectingViewer[];
};

/**
 * Starts a server with three agents and three customers: eight writing sessions and seven live viewers. The cleanup
 * functions are pushed to `endings`.
 */
export async function startFaultScenario(
  seed: number,
  endings: (() => unknown)[],
  start: ServerOptions = {},
): Promise<FaultScenario> {
  const { file, remove } = createDatabaseFile();
  endings.push(remove);
  const names = ['Ada', 'Bob', 'Cleo', 'Dora', 'Emil', 'Finn'];
  const accounts = await createAccounts(
    file,
    names.map((name, i) => ({ name, role: i < 3 ? 'agent' : 'customer' })),
  );
  const server = await startServer(file, start);
  const proxy = await startProxy(server.port);
  endings.push(() => proxy.close());
  const signInAll = (users: TestAccount[]) =>
    Promise.all(users.map((account) => signIn(server.url, account)));
  const writers = await signInAll([...accounts, ...accounts.slice(2, 4)]);
  const watchers = await signInAll([...accounts, ...accounts.slice(0, 1)]);
  const viewers = watchers.map((account, i) =>
    createReconnectingViewer(proxy.url, account, i % 2 ? ['websocket'] : ['polling', 'websocket']),
  );
  endings.push(() => viewers.map((viewer) => viewer.close()));
  const workload: Workload = {
    url: proxy.url,
    random: createRandom(seed),
    remaining: 0,
    tickets: [],
    operations: [],
  };
  const scenario = { file, proxy, server, workload, writers, viewers };
  endings.push(() => scenario.server.kill());
  return scenario;
}

/** After the load: every acknowledged write is stored once, and every viewer received exactly their events, in order. */
export async function expectNothingLost({ file, workload, viewers }: FaultScenario) {
  const found = await auditDatabase(file, workload.operations);
  for (const viewer of viewers) {
    await waitFor(viewer.isLive, RECONNECT_MS);
    const expected = await viewer.fetchExpectedEvents();
    await waitFor(() => viewer.events.length >= expected.length, RECONNECT_MS);
    await viewer.waitForDelivery();
    expect(viewer.errors).toEqual([]);
    expect(viewer.events).toEqual(expected);
    expect(expected.map(({ type, ticketId }) => `${type} ${ticketId}`)).toEqual(
      visibleEvents(found.eventRows, viewer.account),
    );
  }
  return found;
}

/** The events this account may receive, computed from the rows of the log. */
function visibleEvents(
  eventRows: Awaited<ReturnType<typeof auditDatabase>>['eventRows'],
  { id, role }: TestAccount,
): string[] {
  const own =
    role === 'agent'
      ? eventRows
      : eventRows.filter((row) => row.customer_id === id && row.customer_seq !== null);
  return own.map(({ type, ticket_id }) => `${type} ${ticket_id}`);
}

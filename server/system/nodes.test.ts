import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClientToServer, ServerToClient } from '../../shared/events.ts';
import { LEASE_SECONDS } from '../../shared/presence.ts';
import { createRandom } from '../cli/sample-data/random.ts';
import { startProxy } from '../testing/faults/tcp-proxy.ts';
import { runWriter, type Workload } from '../testing/load/random-writers.ts';
import { expectNothingLost } from '../testing/oracle/fault-scenario.ts';
import { createReconnectingViewer } from '../testing/oracle/reconnecting-viewer.ts';
import {
  createAccounts,
  createDatabaseFile,
  LONG,
  type ServerProcess,
  sendRequest,
  signIn,
  startServer,
} from '../testing/server-process.ts';
import { waitFor } from '../testing/test-app.ts';
import { ON_POSTGRES } from '../testing/test-database.ts';

const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1e6);
const ROUNDS = LONG ? 20 : 1;
const OPERATIONS_PER_STEP = 40;

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A node at an address that stays when its process is replaced. */
async function startNode(file: string) {
  let running: ServerProcess = await startServer(file);
  const proxy = await startProxy(running.port);
  endings.push(
    () => proxy.close(),
    () => running.kill(),
  );
  return {
    proxy,
    /** Ends the process, by SIGKILL or gracefully, and starts another. */
    async replace(end: 'kill' | 'stop'): Promise<void> {
      await running[end]();
      running = await startServer(file);
      proxy.setServerPort(running.port);
    },
    server: () => running,
  };
}

describe.runIf(ON_POSTGRES)('two nodes on one database', () => {
  it(
    `EV-2, DB-4 while one is killed and the other replaced under load, nothing is lost and every viewer receives each event once, in order (CHAOS_SEED=${SEED})`,
    async () => {
      const { file, remove } = createDatabaseFile();
      endings.push(remove);
      const names = ['Ada', 'Bob', 'Carl', 'Dora', 'Emil', 'Finn'];
      const accounts = await createAccounts(
        file,
        names.map((name, i) => ({ name, role: i < 3 ? 'agent' : 'customer' })),
      );
      const nodes = [await startNode(file), await startNode(file)] as const;
      const urlOf = (i: number) => nodes[i % 2 === 0 ? 0 : 1].proxy.url;
      const viewers = await Promise.all(
        [...accounts, ...accounts].map(async (account, i) => {
          const url = urlOf(i + (i < accounts.length ? 0 : 1));
          return createReconnectingViewer(url, await signIn(url, account), ['websocket']);
        }),
      );
      endings.push(() => viewers.map((viewer) => viewer.close()));

      const shared = { random: createRandom(SEED), tickets: [], operations: [] };
      const [first, second] = nodes.map(
        ({ proxy }): Workload => ({ ...shared, url: proxy.url, remaining: Number.MAX_SAFE_INTEGER }),
      ) as [Workload, Workload];
      const writers = await Promise.all(accounts.map((account, i) => signIn(urlOf(i), account)));
      const writing = writers.map((writer, i) => runWriter(i % 2 === 0 ? first : second, writer));
      const written = async (count: number) => {
        const enough = first.operations.length + count;
        await Promise.race([waitFor(() => first.operations.length >= enough, 60_000), ...writing]);
      };

      for (let round = 0; round < ROUNDS; round += 1) {
        await written(OPERATIONS_PER_STEP);
        await nodes[0].replace('kill');
        await written(OPERATIONS_PER_STEP);
        await nodes[1].replace('stop');
      }
      await written(OPERATIONS_PER_STEP);
      first.remaining = 0;
      second.remaining = 0;
      await Promise.all(writing);

      const [node] = nodes;
      const { proxy } = node;
      await expectNothingLost({ file, proxy, server: node.server(), workload: first, writers, viewers });
      expect(first.operations.filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(0);
    },
    LONG ? 900_000 : 180_000,
  );

  it('RT-14 presence on a node that dies ends on the other one with its lease', async () => {
    const { file, remove } = createDatabaseFile();
    endings.push(remove);
    const accounts = await createAccounts(file, [
      { name: 'Ada', role: 'agent' },
      { name: 'Bob', role: 'agent' },
      { name: 'Carl', role: 'customer' },
    ]);
    const nodes = [await startNode(file), await startNode(file)] as const;
    const [ada, bob, carl] = await Promise.all(
      accounts.map((account) => signIn(nodes[0].proxy.url, account)),
    );
    const body = { subject: 'Who is there?', description: 'Anyone?' };
    const { body: ticket } = await sendRequest(`${nodes[0].proxy.url}/api/tickets`, {
      method: 'POST',
      token: carl?.token ?? '',
      body,
    });
    const connect = (url: string, token = '') => {
      const socket: Socket<ServerToClient, ClientToServer> = io(url, {
        auth: { token },
        forceNew: true,
        reconnection: false,
        transports: ['websocket'],
      });
      endings.push(() => socket.disconnect());
      return new Promise<typeof socket>((resolve) => socket.once('ready', () => resolve(socket)));
    };
    const [dying, staying] = [
      await connect(nodes[0].proxy.url, ada?.token),
      await connect(nodes[1].proxy.url, bob?.token),
    ];
    const seen: string[][] = [];
    staying.on('presence', (presence) => {
      if ('viewers' in presence) seen.push(presence.viewers.map(({ user }) => user.name));
    });
    await dying.emitWithAck('ticket:view', Number(ticket.id));
    await waitFor(() => seen.at(-1)?.includes('Ada'));
    await nodes[0].server().kill();
    await waitFor(() => seen.at(-1)?.length === 0, (LEASE_SECONDS.viewing + 15) * 1000);
  }, 120_000);
});

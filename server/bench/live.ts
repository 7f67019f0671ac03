import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  createAccounts,
  createDatabaseFile,
  sendRequest,
  signIn,
  type TestAccount,
} from '../testing/server-process.ts';
import { loadHttp, type Target } from './measure/http-load.ts';
import { measurePush, type PushOptions } from './measure/push.ts';
import { REPLY } from './measure/requests.ts';
import { describeMachine } from './output.ts';
import { drawLatencies } from './plots/latency-plot.ts';
import { startProduct } from './product.ts';
import { quantile, round } from './statistics.ts';

/** Agents among the accounts; all others are customers. */
const AGENTS = 10;

type Options = PushOptions & { folder: string; json: boolean; nodes: number };

const CONNECTIONS = 8;
const THROUGHPUT_SECONDS = 5;

/** Measures the time from sending a POST to the event's arrival at the other side, with many sockets. */
export async function measureLive({ folder, json, ...options }: Options): Promise<void> {
  const machine = describeMachine();
  const { file, remove } = createDatabaseFile();
  const customerCount = Math.max(options.writers, Math.ceil(options.sockets / 2));
  const accounts = await createAccounts(file, [
    ...Array.from({ length: AGENTS }, (_, i) => ({
      name: `Agent ${i}`,
      role: 'agent' as const,
      email: `agent${i}@example.com`,
    })),
    ...Array.from({ length: customerCount }, (_, i) => ({
      name: `Customer ${i}`,
      role: 'customer' as const,
      email: `customer${i}@example.com`,
    })),
  ]);
  const nodes = await Promise.all(Array.from({ length: options.nodes }, () => startProduct(file)));
  const urls = nodes.map(({ url }) => url);
  try {
    const signedIn: TestAccount[] = [];
    for (const account of accounts) signedIn.push(await signIn(urls[0] ?? '', account));
    process.stderr.write(
      `${options.sockets} sockets, ${options.rate} replies a second for ${options.seconds} s …\n`,
    );
    const [agents, customers] = [signedIn.slice(0, AGENTS), signedIn.slice(AGENTS)];
    const { pushMs, responseMs } = await measurePush({ ...options, urls, agents, customers });
    const plot = path.join(folder, 'live.svg');
    mkdirSync(folder, { recursive: true });
    const { sockets, writers, rate } = options;
    writeFileSync(
      plot,
      drawLatencies(pushMs, `${sockets} sockets, ${writers} writers, ${rate} replies a second`),
    );
    const result = {
      ...options,
      writes: responseMs.length,
      received: pushMs.length,
      writesPerSecond: round(await measureWrites(nodes, customers)),
      pushMs: summarize(pushMs),
      responseMs: summarize(responseMs),
      machine,
      plot,
    };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : describe(result));
  } finally {
    for (const node of nodes) await node.kill();
    remove();
  }
}

/** Replies a second on all nodes together, as fast as they respond. */
async function measureWrites(nodes: Target[], customers: TestAccount[]): Promise<number> {
  const loads = nodes.map(async (node, i) => {
    const customer = customers[i];
    const headers = { authorization: `Bearer ${customer?.token}`, 'content-type': 'application/json' };
    const body = { subject: 'How many?', description: 'A ticket of the benchmark.' };
    const created = await sendRequest(`${node.url}/api/tickets`, {
      method: 'POST',
      token: customer?.token ?? '',
      body,
    });
    const path = `/api/tickets/${created.body.id}/replies`;
    const requestsOf = () => [
      { method: 'POST' as const, path, headers, body: JSON.stringify({ content: REPLY }) },
    ];
    return loadHttp(node, { requestsOf, connections: CONNECTIONS, seconds: THROUGHPUT_SECONDS });
  });
  return (await Promise.all(loads)).reduce((sum, { perSecond }) => sum + perSecond, 0);
}

const summarize = (values: number[]) => ({
  median: round(quantile(values, 0.5)),
  p90: round(quantile(values, 0.9)),
  p99: round(quantile(values, 0.99)),
  max: round(Math.max(...values)),
});

type Summary = ReturnType<typeof summarize>;
export type LiveResult = PushOptions & {
  writes: number;
  received: number;
  writesPerSecond: number;
  pushMs: Summary;
  responseMs: Summary;
  machine: ReturnType<typeof describeMachine>;
  plot: string;
};

const describe = ({
  pushMs,
  responseMs,
  received,
  writes,
  sockets,
  rate,
  machine,
  plot,
  ...rest
}: LiveResult) =>
  `From sending the POST to the event at the other side: median ${pushMs.median} ms, p99 ${pushMs.p99} ms ` +
  `(${received} events received from ${writes} replies, ${sockets} sockets, ${rate} writes/s).\n` +
  `Response time of the POST: median ${responseMs.median} ms, p99 ${responseMs.p99} ms. ` +
  `As fast as possible: ${rest.writesPerSecond} replies a second. ` +
  `Load before the run: ${machine.load[0]} on ${machine.cores} cores. Plot: ${plot}\n`;

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createAccounts, createDatabaseFile, signIn, type TestAccount } from '../testing/server-process.ts';
import { measurePush, type PushOptions } from './measure/push.ts';
import { describeMachine } from './output.ts';
import { drawLatencies } from './plots/latency-plot.ts';
import { startProduct } from './product.ts';
import { quantile, round } from './statistics.ts';

/** Agents among the accounts; all others are customers. */
const AGENTS = 10;

type Options = PushOptions & { folder: string; json: boolean };

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
  const server = await startProduct(file);
  try {
    const signedIn: TestAccount[] = [];
    for (const account of accounts) signedIn.push(await signIn(server.url, account));
    process.stderr.write(
      `${options.sockets} sockets, ${options.rate} replies a second for ${options.seconds} s …\n`,
    );
    const [agents, customers] = [signedIn.slice(0, AGENTS), signedIn.slice(AGENTS)];
    const { pushMs, responseMs } = await measurePush({ ...options, url: server.url, agents, customers });
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
      pushMs: summarize(pushMs),
      responseMs: summarize(responseMs),
      machine,
      plot,
    };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : describe(result));
  } finally {
    await server.kill();
    remove();
  }
}

const summarize = (values: number[]) => ({
  median: round(quantile(values, 0.5)),
  p90: round(quantile(values, 0.9)),
  p99: round(quantile(values, 0.99)),
  max: round(Math.max(...values)),
});

type Summary = ReturnType<typeof summarize>;
type Result = PushOptions & {
  writes: number;
  received: number;
  pushMs: Summary;
  responseMs: Summary;
  machine: ReturnType<typeof describeMachine>;
  plot: string;
};

const describe = ({ pushMs, responseMs, received, writes, sockets, rate, machine, plot }: Result) =>
  `From sending the POST to the event at the other side: median ${pushMs.median} ms, p99 ${pushMs.p99} ms ` +
  `(${received} events received from ${writes} replies, ${sockets} sockets, ${rate} writes/s).\n` +
  `Response time of the POST: median ${responseMs.median} ms, p99 ${responseMs.p99} ms. ` +
  `Load before the run: ${machine.load[0]} on ${machine.cores} cores. Plot: ${plot}\n`;

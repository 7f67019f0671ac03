import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { median } from '../statistics.ts';
import type { Workspace } from '../workspace.ts';
import { loadHttp, type Target, type Throughput } from './http-load.ts';
import { createRequests, type Kind } from './requests.ts';

const CONNECTIONS = 8;

/** The throughput and the CPU time of a request on both servers, as medians, and their ratios. */
export type Comparison = {
  kind: Kind;
  /** The product's throughput as a part of the reference's: the median of the rounds. */
  ratio: number;
  /** The reference's CPU time of a request as a part of the product's. Other load on the machine affects it less. */
  cpuRatio: number | undefined;
  product: Throughput;
  reference: Throughput;
};

type Round = { product: Throughput; reference: Throughput };

/** The ratios of each round, then the median: load that comes and goes affects both servers of a round. */
export function compare(kind: Kind, rounds: readonly Round[]): Comparison {
  const medianOf = (server: keyof Round): Throughput => ({
    perSecond: median(rounds.map((round) => round[server].perSecond)),
    cpuMs: medianIfKnown(rounds.map((round) => round[server].cpuMs)),
  });
  return {
    kind,
    ratio: median(rounds.map(({ product, reference }) => product.perSecond / reference.perSecond)),
    cpuRatio: medianIfKnown(
      rounds.map(
        ({ product, reference }) => product.cpuMs && reference.cpuMs && reference.cpuMs / product.cpuMs,
      ),
    ),
    product: medianOf('product'),
    reference: medianOf('reference'),
  };
}

function medianIfKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? median(known) : undefined;
}

/** Starts the bare reference on a copy of the database, which no other process may be writing to. */
export async function startReference({
  file,
  agents,
  customers,
}: Workspace): Promise<Target & { kill: () => void }> {
  const copy = `${file}.reference`;
  copyFileSync(file, copy);
  const script = path.join(import.meta.dirname, '../reference.ts');
  const child = fork(script, [copy, String(agents[0]?.id), String(customers[0]?.id)]);
  const [{ port }] = await once(child, 'message');
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, kill: () => child.kill('SIGKILL') };
}

type Options = { rounds: number; seconds: number };

/** Measures one kind of request on both servers in turns, in each round in the other order. */
export async function measureRatio(
  kind: Kind,
  targets: Record<keyof Round, Target>,
  workspace: Workspace,
  { rounds, seconds }: Options,
): Promise<Comparison> {
  const requests = { product: createRequests(workspace), reference: createRequests(workspace) };
  const run = (server: keyof Round) =>
    loadHttp(targets[server], { requestsOf: requests[server][kind], connections: CONNECTIONS, seconds });
  // The first requests compile the code.
  await run('product');
  await run('reference');
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? null : await run('reference');
    const product = await run('product');
    measured.push({ product, reference: first ?? (await run('reference')) });
  }
  return compare(kind, measured);
}

import { createProgress, formatCount } from '../cli/progress.ts';
import type { ServerProcess } from '../testing/server-process.ts';
import { measureMemoryUnderLoad, measureStart } from './measure/footprint.ts';
import { type Latencies, measureLatencies } from './measure/latencies.ts';
import { measurePush } from './measure/push.ts';
import { type Comparison, measureRatio, startReference } from './measure/ratios.ts';
import { KINDS } from './measure/requests.ts';
import { measureSearches, type Search } from './measure/search.ts';
import { startProduct } from './product.ts';
import { latencyRows, pushRows, ratioRow, searchRows } from './rows.ts';
import type { Row } from './targets.ts';
import { createWorkspace, signInAll, type Workspace } from './workspace.ts';

/** How often and how long everything is measured. */
type Effort = {
  rounds: number;
  runSeconds: number;
  latencyRounds: number;
  searches: number;
  pushSeconds: number;
  loadSeconds: number;
  starts: number;
};
const FULL: Effort = {
  rounds: 7,
  runSeconds: 1.5,
  latencyRounds: 40,
  searches: 3,
  pushSeconds: 15,
  loadSeconds: 60,
  starts: 5,
};
const QUICK: Effort = {
  rounds: 3,
  runSeconds: 0.5,
  latencyRounds: 10,
  searches: 2,
  pushSeconds: 4,
  loadSeconds: 8,
  starts: 2,
};
const PUSH = { sockets: 200, writers: 8, rate: 25 };

/** What was read from a database of one size. */
export type Reads = { size: number; latencies: Latencies; searches: Search[] };
export type Results = {
  rows: Row[];
  reads: Reads[];
  comparisons: Comparison[];
  /** Measurements that failed. */
  errors: string[];
};

/** Measures reads with databases of all sizes, and everything with the largest one. */
export async function runBenchmark(sizes: readonly number[], isQuick: boolean): Promise<Results> {
  const effort = isQuick ? QUICK : FULL;
  const largest = Math.max(...sizes);
  const results: Results = { rows: [], reads: [], comparisons: [], errors: [] };
  const step = createSteps(2 * sizes.length + KINDS.length + 3, results.errors);

  for (const size of sizes.toSorted((a, b) => a - b)) {
    const workspace = await step(`Sample data, ${formatCount(size)} tickets`, () => createWorkspace(size));
    if (!workspace) continue;
    if (size === largest) {
      // The reference gets its copy before the product opens the database.
      const reference = await startReference(workspace);
      await withServer(workspace, async (server, signedIn) => {
        await measureReads(server, signedIn);
        await measureEvents(server, signedIn);
        for (const kind of KINDS)
          await step(`Compared with the bare server: ${kind}`, async () => {
            const { rounds, runSeconds: seconds } = effort;
            const comparison = await measureRatio(kind, { product: server, reference }, signedIn, {
              rounds,
              seconds,
            });
            results.comparisons.push(comparison);
            results.rows.push(ratioRow(comparison));
          });
      });
      reference.kill();
      await measureFootprint(workspace);
    } else await withServer(workspace, measureReads);
    workspace.remove();
  }
  return results;

  async function measureReads(server: ServerProcess, workspace: Workspace): Promise<void> {
    const { size } = workspace;
    await step(`Reads and searches, ${formatCount(size)} tickets`, async () => {
      const latencies = await measureLatencies(server.url, workspace, effort.latencyRounds);
      const searches = await measureSearches(server.url, workspace, effort.searches);
      results.reads.push({ size, latencies, searches });
      if (size === largest) results.rows.push(...searchRows(searches), ...latencyRows(latencies));
    });
  }

  async function measureEvents({ url }: ServerProcess, { agents, customers }: Workspace): Promise<void> {
    await step(`Push, ${PUSH.sockets} sockets`, async () => {
      const task = { ...PUSH, seconds: effort.pushSeconds, urls: [url], agents, customers };
      results.rows.push(...pushRows(await measurePush(task)));
    });
  }

  async function measureFootprint(workspace: Workspace): Promise<void> {
    const { loadSeconds, starts } = effort;
    await step('Memory after start, start to readyz', async () => {
      const { readyMs, residentMb } = await measureStart(starts);
      results.rows.push({ id: 'memoryIdle', value: residentMb });
      results.rows.push({ id: 'ready', value: readyMs / 1000, note: `median of ${starts}` });
    });
    await step(`Memory after ${loadSeconds} s of load`, async () => {
      const value = await measureMemoryUnderLoad(workspace, loadSeconds);
      results.rows.push({
        id: 'memoryLoaded',
        value,
        note: `${loadSeconds} s of lists, details and replies`,
      });
    });
  }
}

/** Runs steps and shows progress. A failed step gives `undefined` and an error; the others go on. */
function createSteps(total: number, errors: string[]) {
  const progress = createProgress('steps', total);
  let done = 0;
  return async <T>(name: string, work: () => Promise<T>): Promise<T | undefined> => {
    progress.show(done, name);
    try {
      return await work();
    } catch (error) {
      errors.push(`${name}: ${error instanceof Error ? error.message : error}`);
      return undefined;
    } finally {
      done += 1;
      if (done >= total) progress.end();
    }
  };
}

/** Starts the product on the database, with all users signed in. */
async function withServer(
  workspace: Workspace,
  work: (server: ServerProcess, signedIn: Workspace) => Promise<void>,
): Promise<void> {
  const server = await startProduct(workspace.file);
  try {
    await work(server, await signInAll(server, workspace));
  } finally {
    await server.stop();
  }
}

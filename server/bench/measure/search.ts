import type { Workspace } from '../workspace.ts';
import { createTimedClient } from './timed-request.ts';

/** What people type: frequent and rare words, prefixes, phrases, numbers, other scripts, and nothing that exists. */
const QUERIES = [
  'order',
  'invoice',
  'import export',
  'refu',
  'certificate had expired',
  '"two-factor code"',
  '#1042',
  'ERR-4093',
  'ThinkPad T14',
  'Größe',
  'grosse',
  'mañana',
  'ошибка',
  '請求書',
  'الفاتورة',
  'in',
  'harbour-logistics',
  'Müller',
  'zzyzx',
  'AND OR NOT ( * %',
];

/** Of one search: the response times of each repetition, and the longest time for which the server did nothing else. */
export type Search = { query: string; role: string; ms: number[]; blockMs: number };

/** Between two probes. A block is underestimated by at most this. */
const PROBE_PAUSE_MS = 1;

/** Sends one search at a time, and meanwhile requests that need no database: their delay shows a blocked event loop. */
export async function measureSearches(
  url: string,
  workspace: Workspace,
  repetitions: number,
): Promise<Search[]> {
  const client = createTimedClient(url);
  const probe = startProbe(url);
  const searches: Search[] = [];
  const [agent, customer] = [workspace.agents[0], workspace.customers[0]];
  try {
    for (const user of [agent, customer])
      for (const query of QUERIES) {
        const path = `/api/tickets?limit=20&q=${encodeURIComponent(query)}`;
        const runs: { ms: number; blockMs: number }[] = [];
        for (let i = 0; i < repetitions; i += 1) {
          await probe.next();
          probe.reset();
          const ms = await client.time(path, user?.token);
          await probe.next();
          runs.push({ ms, blockMs: probe.longest() });
        }
        // The shortest of the repetitions: other processes only make a block longer.
        const blockMs = Math.min(...runs.map((run) => run.blockMs));
        searches.push({ query, role: user?.role ?? '', ms: runs.map(({ ms }) => ms), blockMs });
      }
    return searches;
  } finally {
    client.close();
    await probe.stop();
  }
}

/** Sends requests to `/healthz` one after another and keeps the longest response time. */
function startProbe(url: string) {
  const { time, close } = createTimedClient(url);
  let isStopped = false;
  let longest = 0;
  let waiting: (() => void)[] = [];

  async function run(): Promise<void> {
    while (!isStopped) {
      longest = Math.max(longest, await time('/healthz'));
      for (const resolve of waiting.splice(0)) resolve();
      await new Promise((resolve) => setTimeout(resolve, PROBE_PAUSE_MS));
    }
  }
  const running = run();
  running.catch(() => {
    for (const resolve of waiting.splice(0)) resolve();
  });

  return {
    longest: () => longest,
    reset() {
      longest = 0;
      waiting = [];
    },
    /** Waits for the next response. */
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
    async stop() {
      isStopped = true;
      await running;
      close();
    },
  };
}

import autocannon, { type Request, type Result } from 'autocannon';
import { cpuMsOf } from '../../testing/server-process.ts';

/** A server under load. */
export type Target = { url: string; pid: number };
export type Load = {
  /** The requests of each connection, which it repeats one after another. */
  requestsOf: (connection: number) => Request[];
  connections: number;
  seconds: number;
};
export type Throughput = {
  perSecond: number;
  /** CPU time of the server for one request; undefined where the system does not tell. */
  cpuMs: number | undefined;
};

/** A run ends with a whole sample. */
const SAMPLE_MS = 50;

/** If not one response arrives in time, the run is repeated with twice the time, up to this. */
const MAX_SECONDS = 60;

/** Sends requests over some connections, each as soon as the response of the one before has arrived. */
export async function loadHttp(target: Target, load: Load): Promise<Throughput> {
  const { url, pid } = target;
  const cpuBefore = cpuMsOf(pid);
  const { '2xx': succeeded, non2xx, errors, duration } = await run(url, load);
  const cpuAfter = cpuMsOf(pid);
  if (non2xx + errors > 0)
    throw new Error(`${url}: ${succeeded} requests succeeded, ${non2xx} were refused, ${errors} failed`);
  if (succeeded === 0) {
    if (load.seconds * 2 > MAX_SECONDS) throw new Error(`${url} did not respond for ${load.seconds} s`);
    return loadHttp(target, { ...load, seconds: load.seconds * 2 });
  }
  return {
    perSecond: succeeded / duration,
    cpuMs: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / succeeded,
  };
}

function run(url: string, { requestsOf, connections, seconds }: Load): Promise<Result> {
  let connection = 0;
  return autocannon({
    url,
    connections,
    duration: seconds,
    sampleInt: SAMPLE_MS,
    setupClient(client) {
      client.setRequests(requestsOf(connection));
      connection += 1;
    },
  });
}

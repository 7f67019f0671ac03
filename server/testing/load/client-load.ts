import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** `connectionsPerToken` connections for each token; a lost one reconnects after about `reconnectDelayMs`. */
export type ClientLoadOptions = {
  url: string;
  tokens: string[];
  connectionsPerToken: number;
  reconnectDelayMs: number;
};
/** Live connections, events received by all of them, and events that arrived out of order. */
export type ClientLoadStats = { connected: number; received: number; errors: string[] };

/** Starts many live customers in a separate process, to keep their load out of the measuring process. */
export async function startClientLoad(options: ClientLoadOptions) {
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'client-load-process.ts'));
  let stats: ClientLoadStats = { connected: 0, received: 0, errors: [] };
  child.on('message', (now: ClientLoadStats) => {
    stats = now;
  });
  child.send(options);
  return {
    stats: () => stats,
    async close() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Whom a crowd is made of: `each` lines of everybody, lost ones opened again after `pauseMs`, more or less. */
export type ClientLoadOptions = {
  url: string;
  tokens: string[];
  connectionsPerToken: number;
  reconnectDelayMs: number;
};
/** How many are live, how many events all of them have heard, and which came out of order. */
export type ClientLoadStats = { connected: number; received: number; errors: string[] };

/** Many live customers in a process of their own, so that nothing they do slows down who watches the server. */
export async function startClientLoad(invited: ClientLoadOptions) {
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'client-load-process.ts'));
  let stats: ClientLoadStats = { connected: 0, received: 0, errors: [] };
  child.on('message', (now: ClientLoadStats) => {
    stats = now;
  });
  child.send(invited);
  return {
    stats: () => stats,
    async close() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

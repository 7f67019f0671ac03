import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Whom a crowd is made of: `each` lines of everybody, lost ones opened again after `pauseMs`, more or less. */
export type Invited = { url: string; tokens: string[]; each: number; pauseMs: number };
/** How many are live, how many events all of them have heard, and which came out of order. */
export type Headcount = { live: number; heard: number; faults: string[] };

/** Many live customers in a process of their own, so that nothing they do slows down who watches the server. */
export async function startCrowd(invited: Invited) {
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'crowd-members.ts'));
  let count: Headcount = { live: 0, heard: 0, faults: [] };
  child.on('message', (now: Headcount) => {
    count = now;
  });
  child.send(invited);
  return {
    count: () => count,
    async close() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { TestAccount } from '../../testing/server-process.ts';

/** `sockets` connections, half of agents and half of customers, and `rate` replies a second on `writers` tickets. */
export type PushOptions = { sockets: number; writers: number; rate: number; seconds: number };
/** `urls`: of the nodes, which get sockets and writers in turns. */
export type PushTask = PushOptions & { urls: string[]; agents: TestAccount[]; customers: TestAccount[] };
/** In ms: from sending a reply to its event on each socket of the other side, and to the response. */
export type PushResult = { pushMs: number[]; responseMs: number[] };

/** Measures live events with real clients, which run in a process of their own. */
export async function measurePush(task: PushTask): Promise<PushResult> {
  const child = fork(path.join(import.meta.dirname, 'push-process.ts'));
  try {
    child.send(task);
    const result = await Promise.race([
      once(child, 'message').then(([message]) => message as PushResult),
      once(child, 'exit').then(([code]) =>
        Promise.reject(new Error(`The socket clients exited with ${code}`)),
      ),
    ]);
    return result;
  } finally {
    child.kill('SIGKILL');
  }
}

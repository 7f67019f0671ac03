import { availableParallelism } from 'node:os';
import path from 'node:path';
import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { unavailable } from '../errors.ts';

/** How many hashes may wait: beyond that people are asked to try again rather than made to wait for minutes. */
const LONGEST_QUEUE = 200;

export type Passwords = ReturnType<typeof createPasswords>;

/** bcrypt in worker threads, since one hash costs 0.1 s of CPU. `cost` is bcrypt's, lower only for tests. */
export function createPasswords(cost = 10) {
  const pool = new Piscina({
    filename: path.join(import.meta.dirname, 'hash-worker.ts'),
    minThreads: 1,
    maxThreads: Math.max(1, availableParallelism() - 1),
    maxQueue: LONGEST_QUEUE,
  });
  const run = async <T>(name: 'hash' | 'compare', task: object): Promise<T> => {
    if (pool.queueSize >= LONGEST_QUEUE) throw unavailable('Too many people are signing in at once.');
    return pool.run(task, { name });
  };
  const hash = (password: string) => run<string>('hash', { password, cost });
  // Compared with when there is no such account, so that both answers take equally long: made now, not when first needed.
  const placeholderHash = hash('nobody has this password');
  placeholderHash.catch(() => {});
  return {
    hash,
    /** Does the password fit? `null` stands for an account that does not exist: never, after the same time. */
    async matches(password: string, hashed: string | null): Promise<boolean> {
      const fits = await run<boolean>('compare', { password, hashed: hashed ?? (await placeholderHash) });
      // bcrypt would take the first 72 bytes for the whole.
      return fits && hashed !== null && !bcrypt.truncates(password);
    },
    close: () => pool.close({ force: true }),
  };
}

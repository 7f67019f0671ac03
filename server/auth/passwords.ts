import { availableParallelism } from 'node:os';
import path from 'node:path';
import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { unavailable } from '../errors.ts';

/** More waiting hashes are refused with 503: the wait would exceed the request timeout. */
const MAX_QUEUED_HASHES = 200;

const IDLE_THREAD_MS = 2000;

export type Passwords = ReturnType<typeof createPasswords>;

/** Hashes passwords with bcrypt in worker threads, as one hash takes 0.1 s of CPU. Tests use a lower `cost`. */
export function createPasswords(cost = 10) {
  const pool = new Piscina({
    filename: path.join(import.meta.dirname, 'hash-worker.ts'),
    minThreads: 0,
    // An idle thread holds 5 to 10 MB; starting one takes less time than a hash.
    idleTimeout: IDLE_THREAD_MS,
    maxThreads: Math.max(1, availableParallelism() - 1),
    maxQueue: MAX_QUEUED_HASHES,
  });
  const run = async <T>(name: 'hash' | 'compare', task: object): Promise<T> => {
    if (pool.queueSize >= MAX_QUEUED_HASHES)
      throw unavailable('Too many sign-ins at the same time. Try again in 2 s.');
    return pool.run(task, { name });
  };
  const hash = (password: string) => run<string>('hash', { password: password.normalize('NFKC'), cost });
  // Compared with if the account does not exist: both responses take equally long. It is no password's hash.
  const placeholderHash = `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(22)}${'.'.repeat(31)}`;
  return {
    hash,
    /** Whether the password matches the hash. For `null` (no such account): false, after the same time. */
    async matches(password: string, hashed: string | null): Promise<boolean> {
      const comparedWith = hashed ?? placeholderHash;
      let isMatch = false;
      for (const form of formsOf(password)) {
        const isSame = await run<boolean>('compare', { password: form, hashed: comparedWith });
        // bcrypt compares only the first 72 bytes.
        isMatch ||= isSame && !bcrypt.truncates(form);
      }
      return isMatch && hashed !== null;
    },
    close: () => pool.close({ force: true }),
  };
}

/**
 * NFKC first: keyboards encode one password differently. Then the password as sent: older hashes were made of that
 * form. Both are always compared, to take the same time for every account.
 */
const formsOf = (password: string) => [...new Set([password.normalize('NFKC'), password])];

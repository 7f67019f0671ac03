import { setTimeout as delay } from 'node:timers/promises';

const MAX_ATTEMPTS = 5;
/** Doubles with each attempt. */
const FIRST_PAUSE_MS = 5;

/** PostgreSQL's codes for a serialization failure, a deadlock and a table that was migrated by a newer node. */
const CONFLICTS = ['40001', '40P01', '0A000'];
const UNIQUE_VIOLATION = '23505';
/** A request with the same Idempotency-Key has committed meanwhile: the next attempt finds its result. */
const KEYS = ['tickets_customer_key', 'replies_author_key'];

/** Runs a transaction, and again if it has failed only because of another one; a bounded number of times. */
export async function retryConflicts<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isConflict(error)) throw error;
    }
    await delay(FIRST_PAUSE_MS * 2 ** attempt * Math.random());
  }
}

function isConflict(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return CONFLICTS.includes(String(code)) || (code === UNIQUE_VIOLATION && KEYS.includes(String(constraint)));
}

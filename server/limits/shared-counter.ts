import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { type Counter, countWith } from './bounded-counter.ts';

/** Counts in a table of PostgreSQL, for all nodes together. If the database fails, uses are refused with 503. */
export const createSharedCounter = (
  name: string,
  limit: { points: number; duration: number },
  pool: object,
): Counter =>
  countWith(
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'rate_limits',
      // By a migration.
      tableCreated: true,
      keyPrefix: name,
      ...limit,
    }),
  );

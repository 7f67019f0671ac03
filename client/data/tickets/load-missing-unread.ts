import { type Accessor, createEffect, untrack } from 'solid-js';
import { createThrottledTask } from '../lib/throttled-task.ts';
import type { TicketCache } from './ticket-cache.ts';

const MAX_INDIVIDUAL = 5;
const MIN_INTERVAL_MS = 300;

/** Asks for the unread numbers on screen that no event could tell; where they are many, `all` reads them at once. */
export function loadMissingUnread(
  ground: TicketCache,
  ids: Accessor<readonly number[]>,
  all?: () => void,
): void {
  const { read, ingest: take, unread } = ground;
  const missing = () => unread.uncertainIds(ids());

  async function ask(id: number): Promise<void> {
    const askedAt = unread.clock();
    const {
      replies: _,
      hasEarlier: __,
      allowedStatuses: ___,
      seq,
      ...ticket
    } = await read('showTicket', {
      params: { id },
      query: { replies: 1 },
    });
    take([ticket], seq, askedAt);
  }

  const fill = createThrottledTask(async () => {
    const asked = untrack(missing);
    if (all && asked.length > MAX_INDIVIDUAL) return all();
    await Promise.all(asked.map(ask));
    // Outrun by an event or a mark: once more.
    if (untrack(missing).length > 0) fill();
  }, MIN_INTERVAL_MS);

  createEffect(() => {
    if (missing().length > 0) fill();
  });
}

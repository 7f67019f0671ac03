import { type Accessor, createEffect, untrack } from 'solid-js';
import type { ClientCore } from '../client-core.ts';
import { createThrottledTask } from '../lib/throttled-task.ts';

const MAX_INDIVIDUAL = 5;
const MIN_INTERVAL_MS = 300;

/** Reads the unread counts of these tickets where they are uncertain; if many are, `readAll` reads them at once. */
export function loadMissingUnread(
  { read, ingest, unread }: ClientCore,
  ids: Accessor<readonly number[]>,
  readAll?: () => void,
): void {
  const missing = () => unread.uncertainIds(ids());

  async function readOne(id: number): Promise<void> {
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
    ingest([ticket], seq, askedAt);
  }

  const load = createThrottledTask(async () => {
    const current = untrack(missing);
    if (readAll && current.length > MAX_INDIVIDUAL) return readAll();
    await Promise.all(current.map(readOne));
    // An event or a read mark outdated a response: try again.
    if (untrack(missing).length > 0) load();
  }, MIN_INTERVAL_MS);

  createEffect(() => {
    if (missing().length > 0) load();
  });
}

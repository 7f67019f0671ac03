import { type Accessor, createEffect, untrack } from 'solid-js';
import { paced } from '../lib/throttled-task.ts';
import type { Ground } from './ticket-cache.ts';

const FEW = 5;
const GAP = 300;

/** Asks for the unread numbers on screen that no event could tell; where they are many, `all` reads them at once. */
export function fillIn(ground: Ground, ids: Accessor<readonly number[]>, all?: () => void): void {
  const { read, take, unread } = ground;
  const missing = () => unread.unsure(ids());

  async function ask(id: number): Promise<void> {
    const askedAt = unread.now();
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

  const fill = paced(async () => {
    const asked = untrack(missing);
    if (all && asked.length > FEW) return all();
    await Promise.all(asked.map(ask));
    // Outrun by an event or a mark: once more.
    if (untrack(missing).length > 0) fill();
  }, GAP);

  createEffect(() => {
    if (missing().length > 0) fill();
  });
}

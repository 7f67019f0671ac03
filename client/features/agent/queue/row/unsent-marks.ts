import { createMemo } from 'solid-js';
import { useClient } from '../../../../data/client-context.ts';
import { useDrafts } from '../../../../data/hooks/use-drafts.ts';
import { deepEqual } from '../../../../data/lib/deep-equal.ts';

/** What the user has written on a ticket and not sent. `failed` needs a decision; `waiting` is sent later by itself. */
export type UnsentMark = 'failed' | 'waiting' | 'draft';

/** Returns the mark of each ticket with unsent text. */
export function createUnsentMarks(): (ticketId: number) => UnsentMark | undefined {
  const client = useClient();
  const drafts = useDrafts();
  const pending = createMemo(
    () => client.outbox.pending().map(({ ticketId, state }) => [ticketId, state] as const),
    undefined,
    { equals: deepEqual },
  );
  const marks = createMemo(() => {
    const byTicket = new Map<number, UnsentMark>();
    for (const id of drafts.ticketIds()) byTicket.set(id, 'draft');
    for (const [id, state] of pending())
      if (state === 'queued' || state === 'unknown') byTicket.set(id, 'waiting');
    for (const [id, state] of pending())
      if (state === 'failed' || state === 'stale') byTicket.set(id, 'failed');
    return byTicket;
  });
  return (id) => marks().get(id);
}

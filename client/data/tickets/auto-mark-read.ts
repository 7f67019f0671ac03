import { type Accessor, createEffect, createSignal, onCleanup, untrack } from 'solid-js';
import { isVisible, onPageResume } from '../lib/page-lifecycle.ts';
import type { LiveThread } from '../thread/live-thread.ts';
import type { ReadMarks } from './read-marks.ts';
import type { TicketStore } from './ticket-store.ts';

/** Marks this thread read while the calling component lives, it is shown and the page is visible. */
export type AutoMarkRead = (thread: Accessor<LiveThread>, isShown: Accessor<boolean>) => void;

/** Moves my read marks by looking at threads. */
export function createAutoMarkRead(store: TicketStore, marks: ReadMarks): AutoMarkRead {
  const lastMarked = new Map<number, string>();
  const [wakeSignal, wake] = createSignal(undefined, { equals: false });
  const running = new Set<number>();
  onPageResume(() => wake(undefined));

  async function read({ ticketId, lastRead }: LiveThread): Promise<void> {
    const last = lastRead();
    const look = JSON.stringify(last);
    // Said already: what is unread has not come here yet.
    if (
      !last ||
      running.has(ticketId) ||
      (marks.lastSent(ticketId) === last.id && lastMarked.get(ticketId) === look)
    )
      return;
    lastMarked.set(ticketId, look);
    running.add(ticketId);
    await marks.move(ticketId, last.id, last.asOf).catch(() => {});
    running.delete(ticketId);
    wake(undefined);
  }

  return (thread, isShown) => {
    createEffect(() => {
      const id = thread().ticketId;
      onCleanup(() => marks.releaseKeptUnread(id));
    });
    createEffect(() => {
      wakeSignal();
      const now = thread();
      const has = (store.get(now.ticketId)?.unread ?? 0) > 0;
      if (has && isShown() && isVisible() && !marks.keptUnread().has(now.ticketId)) untrack(() => read(now));
    });
  };
}

import { type Accessor, createEffect, createSignal, onCleanup, untrack } from 'solid-js';
import type { ClientCore } from '../client-core.ts';
import { isVisible, onPageResume } from '../lib/page-lifecycle.ts';
import type { LiveThread } from '../thread/live-thread.ts';
import { createReadMarks } from './read-marks.ts';

/** Marks a thread read while the calling component lives, the thread is shown and the page is visible. */
export type AutoMarkRead = (thread: Accessor<LiveThread>, isShown: Accessor<boolean>) => void;

/** Creates the function that moves read marks as threads are viewed. */
export function createAutoMarkRead(core: ClientCore): AutoMarkRead {
  const marks = core.use(createReadMarks);
  const lastMarked = new Map<number, string>();
  const [resumed, notify] = createSignal(undefined, { equals: false });
  const running = new Set<number>();
  onPageResume(() => notify(undefined));

  async function markRead({ ticketId, lastRead }: LiveThread): Promise<void> {
    const last = lastRead();
    const position = JSON.stringify(last);
    const isSent = last && marks.lastSent(ticketId) === last.id && lastMarked.get(ticketId) === position;
    // The unread entries are not loaded yet if the same position was sent before.
    if (!last || running.has(ticketId) || isSent) return;
    lastMarked.set(ticketId, position);
    running.add(ticketId);
    await marks.move(ticketId, last.id, last.asOf).catch(() => {});
    running.delete(ticketId);
    notify(undefined);
  }

  return (thread, isShown) => {
    createEffect(() => {
      const id = thread().ticketId;
      onCleanup(() => marks.releaseKeptUnread(id));
    });
    createEffect(() => {
      resumed();
      const current = thread();
      const id = current.ticketId;
      const hasUnread = (core.store.get(id)?.unread ?? 0) > 0;
      if (hasUnread && isShown() && isVisible() && !marks.keptUnread().has(id))
        untrack(() => markRead(current));
    });
  };
}

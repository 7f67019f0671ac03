import { type Accessor, createEffect, createSignal, onCleanup, untrack } from 'solid-js';
import { isVisible, onWake } from '../lib/page-lifecycle.ts';
import type { LiveThread } from '../thread/live-thread.ts';
import type { Marks } from './read-marks.ts';
import type { TicketStore } from './ticket-store.ts';

/** Marks this thread read while the calling component lives, it is shown and the page is visible. */
export type Reading = (thread: Accessor<LiveThread>, isShown: Accessor<boolean>) => void;

/** Moves my read marks by looking at threads. */
export function createReading(store: TicketStore, marks: Marks): Reading {
  const looks = new Map<number, string>();
  const [awake, wake] = createSignal(undefined, { equals: false });
  const running = new Set<number>();
  onWake(() => wake(undefined));

  async function read({ ticketId, lastRead }: LiveThread): Promise<void> {
    const last = lastRead();
    const look = JSON.stringify(last);
    // Said already: what is unread has not come here yet.
    if (!last || running.has(ticketId) || (marks.said(ticketId) === last.id && looks.get(ticketId) === look))
      return;
    looks.set(ticketId, look);
    running.add(ticketId);
    await marks.say(ticketId, last.id, last.asOf).catch(() => {});
    running.delete(ticketId);
    wake(undefined);
  }

  return (thread, isShown) => {
    createEffect(() => {
      const id = thread().ticketId;
      onCleanup(() => marks.forgive(id));
    });
    createEffect(() => {
      awake();
      const now = thread();
      const has = (store.get(now.ticketId)?.unread ?? 0) > 0;
      if (has && isShown() && isVisible() && !marks.left().has(now.ticketId)) untrack(() => read(now));
    });
  };
}

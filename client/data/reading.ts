import { type Accessor, batch, createEffect, createSignal, onCleanup, untrack } from 'solid-js';
import type { LiveCounts } from './counts.ts';
import type { Ground } from './ground.ts';
import type { LiveThread } from './live-thread.ts';
import { isVisible, onWake } from './page.ts';
import type { Threads } from './thread.ts';

/** My read marks: moved by looking at a thread, here or elsewhere. */
export type Reading = {
  /** Marks this thread read while the calling component lives, it is shown and the page is visible. */
  open: (thread: Accessor<LiveThread>, isShown: Accessor<boolean>) => void;
  markUnread: (ticketId: number) => Promise<void>;
  /** My mark was moved, perhaps on another tab or device. */
  hear: (mark: { ticketId: number; upTo: string | null }) => void;
};

/** Makes the read marks of one desk. */
export function createReading(ground: Ground, counts: LiveCounts, threads: Threads): Reading {
  const { call, store, unread } = ground;
  /** What this page said last, to know its own echo. */
  const said = new Map<number, string | null>();
  /** Marked unread on purpose: stays so until opened again. */
  const [left, setLeft] = createSignal<ReadonlySet<number>>(new Set());
  const looks = new Map<number, string>();
  const [awake, wake] = createSignal(undefined, { equals: false });
  const running = new Set<number>();
  const queues = new Map<number, Promise<unknown>>();
  onWake(() => wake(undefined));

  const leave = (id: number, isLeft: boolean) =>
    setLeft((ids) => new Set(isLeft ? [...ids, id] : [...ids].filter((other) => other !== id)));

  /** Shown at once, and said to the server in the order it was meant. */
  async function say(id: number, upTo: string | null, asOf?: number): Promise<void> {
    said.set(id, upTo);
    const moved = unread.moving(id);
    const settled = counts.mark(unread.mark(id, asOf), asOf ?? 0);
    if (upTo === null) store.setUnread(id, 1);
    const saying = (queues.get(id) ?? Promise.resolve()).then(() =>
      call('markRead', { params: { id }, body: { upTo } }),
    );
    queues.set(
      id,
      saying.catch(() => {}),
    );
    try {
      await saying;
    } catch (failure) {
      unread.mark(id, undefined);
      said.delete(id);
      throw failure;
    } finally {
      batch(() => {
        moved();
        settled();
      });
    }
  }

  async function read({ ticketId, lastRead }: LiveThread): Promise<void> {
    const last = lastRead();
    const look = JSON.stringify(last);
    // Said already: what is unread has not come here yet.
    if (!last || running.has(ticketId) || (said.get(ticketId) === last.id && looks.get(ticketId) === look))
      return;
    looks.set(ticketId, look);
    running.add(ticketId);
    await say(ticketId, last.id, last.asOf).catch(() => {});
    running.delete(ticketId);
    wake(undefined);
  }

  return {
    open: (thread, isShown) => {
      createEffect(() => {
        const id = thread().ticketId;
        onCleanup(() => leave(id, false));
      });
      createEffect(() => {
        awake();
        const now = thread();
        const has = (store.get(now.ticketId)?.unread ?? 0) > 0;
        if (has && isShown() && isVisible() && !left().has(now.ticketId)) untrack(() => read(now));
      });
    },
    markUnread: (id) => {
      leave(id, true);
      return say(id, null);
    },
    hear: ({ ticketId: id, upTo }) => {
      if (said.get(id) === upTo) return;
      said.set(id, upTo);
      if (upTo === null) leave(id, true);
      const last = threads.find(id)?.lastRead();
      const asOf = last && last.id === upTo ? last.asOf : undefined;
      counts.mark(unread.mark(id, asOf), asOf ?? 0)();
    },
  };
}

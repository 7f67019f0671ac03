import { type Accessor, batch, createSignal } from 'solid-js';
import type { Ground } from './ticket-cache.ts';
import type { LiveCounts } from './ticket-counts.ts';

/** As far as one can have read a thread, and the viewer's number up to which nothing comes after it. */
export type LastRead = { id: string; asOf: number };

/** My read marks, moved here or elsewhere. */
export type Marks = {
  /** Marked unread on purpose: stays so until opened again. Reactive. */
  left: Accessor<ReadonlySet<number>>;
  /** The thread of this ticket was closed: opening it reads it. */
  forgive: (ticketId: number) => void;
  /** What this page said last of a ticket, or heard. */
  said: (ticketId: number) => string | null | undefined;
  /** Moves my mark: shown at once, and said to the server in the order it was meant. */
  say: (ticketId: number, upTo: string | null, asOf?: number) => Promise<void>;
  markUnread: (ticketId: number) => Promise<void>;
  /** My mark was moved, perhaps on another tab or device. */
  hear: (mark: { ticketId: number; upTo: string | null }) => void;
};

/** Makes the read marks of one desk. */
export function createMarks(
  { call, store, unread }: Ground,
  counts: LiveCounts,
  lastRead: (ticketId: number) => LastRead | undefined,
): Marks {
  /** What this page said last, to know its own echo. */
  const said = new Map<number, string | null>();
  const [left, setLeft] = createSignal<ReadonlySet<number>>(new Set());
  const queues = new Map<number, Promise<unknown>>();

  const leave = (id: number, isLeft: boolean) =>
    setLeft((ids) => new Set(isLeft ? [...ids, id] : [...ids].filter((other) => other !== id)));

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

  return {
    left,
    forgive: (id) => leave(id, false),
    said: (id) => said.get(id),
    say,
    markUnread: (id) => {
      leave(id, true);
      return say(id, null);
    },
    hear: ({ ticketId: id, upTo }) => {
      if (said.get(id) === upTo) return;
      said.set(id, upTo);
      if (upTo === null) leave(id, true);
      const last = lastRead(id);
      const asOf = last && last.id === upTo ? last.asOf : undefined;
      counts.mark(unread.mark(id, asOf), asOf ?? 0)();
    },
  };
}

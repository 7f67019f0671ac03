import { type Accessor, batch, createSignal } from 'solid-js';
import type { TicketCache } from './ticket-cache.ts';
import type { LiveCounts } from './ticket-counts.ts';

/** As far as one can have read a thread, and the viewer's number up to which nothing comes after it. */
export type LastRead = { id: string; asOf: number };

/** My read marks, moved here or elsewhere. */
export type ReadMarks = {
  /** Marked unread on purpose: stays so until opened again. Reactive. */
  keptUnread: Accessor<ReadonlySet<number>>;
  /** The thread of this ticket was closed: opening it reads it. */
  releaseKeptUnread: (ticketId: number) => void;
  /** What this page said last of a ticket, or heard. */
  lastSent: (ticketId: number) => string | null | undefined;
  /** Moves my mark: shown at once, and said to the server in the order it was meant. */
  move: (ticketId: number, upTo: string | null, asOf?: number) => Promise<void>;
  markUnread: (ticketId: number) => Promise<void>;
  /** My mark was moved, perhaps on another tab or device. */
  hear: (mark: { ticketId: number; upTo: string | null }) => void;
};

/** Makes the read marks of one desk. */
export function createReadMarks(
  { call, store, unread }: TicketCache,
  counts: LiveCounts,
  lastRead: (ticketId: number) => LastRead | undefined,
): ReadMarks {
  /** What this page said last, to know its own echo. */
  const lastSent = new Map<number, string | null>();
  const [keptUnread, setLeft] = createSignal<ReadonlySet<number>>(new Set());
  const queues = new Map<number, Promise<unknown>>();

  const leave = (id: number, isLeft: boolean) =>
    setLeft((ids) => new Set(isLeft ? [...ids, id] : [...ids].filter((other) => other !== id)));

  async function move(id: number, upTo: string | null, asOf?: number): Promise<void> {
    lastSent.set(id, upTo);
    const moved = unread.beginMarkRequest(id);
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
      lastSent.delete(id);
      throw failure;
    } finally {
      batch(() => {
        moved();
        settled();
      });
    }
  }

  return {
    keptUnread: keptUnread,
    releaseKeptUnread: (id) => leave(id, false),
    lastSent: (id) => lastSent.get(id),
    move: move,
    markUnread: (id) => {
      leave(id, true);
      return move(id, null);
    },
    hear: ({ ticketId: id, upTo }) => {
      if (lastSent.get(id) === upTo) return;
      lastSent.set(id, upTo);
      if (upTo === null) leave(id, true);
      const last = lastRead(id);
      const asOf = last && last.id === upTo ? last.asOf : undefined;
      counts.mark(unread.mark(id, asOf), asOf ?? 0)();
    },
  };
}

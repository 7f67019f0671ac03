import { type Accessor, batch, createSignal } from 'solid-js';
import type { ClientCore } from '../client-core.ts';
import { createThreadPositions } from './thread-positions.ts';
import { createTicketCounts } from './ticket-counts.ts';

/** The user's read marks, moved here or on another device. */
export type ReadMarks = {
  /** Tickets marked unread on purpose: they stay so until they are opened again. Reactive. */
  keptUnread: Accessor<ReadonlySet<number>>;
  /** The thread of this ticket was closed: opening it marks it read. */
  releaseKeptUnread: (ticketId: number) => void;
  /** The mark that this page last sent or received; undefined if none. */
  lastSent: (ticketId: number) => string | null | undefined;
  /** Moves the mark: shown at once, and sent in the order of the calls. `asOf`: the seq up to which all was read. */
  move: (ticketId: number, upTo: string | null, asOf?: number) => Promise<void>;
  markUnread: (ticketId: number) => Promise<void>;
  /** The server reports that the mark was moved, perhaps on another device. */
  receive: (mark: { ticketId: number; upTo: string | null }) => void;
};

/** Creates the read marks of one client. */
export function createReadMarks(core: ClientCore): ReadMarks {
  const { request, store, unread } = core;
  const counts = core.use(createTicketCounts);
  const threadPositions = core.use(createThreadPositions);
  /** To recognize the server's report of a mark that this page has sent. */
  const lastSent = new Map<number, string | null>();
  const [keptUnread, setKeptUnread] = createSignal<ReadonlySet<number>>(new Set());
  const queues = new Map<number, Promise<unknown>>();

  const keepUnread = (id: number) => setKeptUnread((ids) => new Set([...ids, id]));
  const releaseKeptUnread = (id: number) =>
    void setKeptUnread((ids) => new Set([...ids].filter((other) => other !== id)));

  async function move(id: number, upTo: string | null, asOf?: number): Promise<void> {
    lastSent.set(id, upTo);
    const endMarkRequest = unread.beginMarkRequest(id);
    const confirmCount = counts.applyReadMark(id, unread.applyReadMark(id, asOf), asOf ?? 0);
    if (upTo === null) store.setUnread(id, 1);
    const sending = (queues.get(id) ?? Promise.resolve()).then(() =>
      request('markRead', { params: { id }, body: { upTo } }),
    );
    queues.set(
      id,
      sending.catch(() => {}),
    );
    try {
      await sending;
    } catch (failure) {
      unread.applyReadMark(id, undefined);
      lastSent.delete(id);
      throw failure;
    } finally {
      batch(() => {
        endMarkRequest();
        confirmCount();
      });
    }
  }

  return {
    keptUnread,
    releaseKeptUnread,
    lastSent: (id) => lastSent.get(id),
    move,
    markUnread: (id) => {
      keepUnread(id);
      return move(id, null);
    },
    receive: ({ ticketId: id, upTo }) => {
      if (lastSent.get(id) === upTo) return;
      lastSent.set(id, upTo);
      if (upTo === null) keepUnread(id);
      const last = threadPositions.get(id)?.lastRead();
      const asOf = last && last.id === upTo ? last.asOf : undefined;
      counts.applyReadMark(id, { ...unread.applyReadMark(id, asOf), was: undefined }, asOf ?? 0)();
    },
  };
}

import { type Accessor, createEffect, createMemo, createSignal, on, untrack } from 'solid-js';
import { allowedStatuses, type Status } from '../../../shared/workflow.ts';
import { useClient } from '../client-context.tsx';
import type { RequestError } from '../http/request.ts';
import { createRefCountedCache } from '../lib/ref-counted-cache.ts';
import type { Outbox, PendingReply } from '../outbox/outbox.ts';
import { createAutoMarkRead } from '../tickets/auto-mark-read.ts';
import { loadMissingUnread } from '../tickets/load-missing-unread.ts';
import type { ReadMarks } from '../tickets/read-marks.ts';
import type { TicketCache } from '../tickets/ticket-cache.ts';
import type { ClientTicket } from '../tickets/ticket-store.ts';
import { createLiveThread, type LiveThread } from './live-thread.ts';
import type { Activity, ThreadEntry } from './timeline.ts';

export type { Activity as Fact, ThreadEntry } from './timeline.ts';

/** A live thread. Getters, all reactive. The description (first message) is `ticket.description`. */
export type Thread = {
  /** `missing`: no such ticket for this person. */
  readonly state: 'loading' | 'ready' | 'missing' | 'failed';
  /** Known before the thread is loaded when a list showed it already. */
  readonly ticket: ClientTicket | undefined;
  readonly entries: readonly ThreadEntry[];
  /** All that was done with the ticket, oldest first, whatever part of the conversation is here. */
  readonly facts: readonly Activity[];
  /** What this person wrote and the server has not acknowledged yet, in order. */
  readonly pending: readonly PendingReply[];
  readonly error: RequestError | undefined;
  retry: () => void;
  readonly hasEarlier: boolean;
  readonly loadingEarlier: boolean;
  loadEarlier: () => void;
  /** The moves I may make now. */
  readonly allowedStatuses: readonly Status[];
  /** The first entry I had not read when I opened it: the "new" divider stands above it. Stays while the page is open. */
  readonly firstUnreadId: string | undefined;
};

const IDLE_THREADS = 20;

/** Call in a component; marks read while it is open and visible. The desk's threads begin with the first of these calls. */
export const useThread = (ticketId: Accessor<number>): Thread =>
  useClient().threads(createThreads).open(ticketId);

/** The threads of one desk: made on demand, and kept exact a while after their page is left. */
export function createThreads(ground: TicketCache, page: number, marks: ReadMarks, outbox: Outbox) {
  const threads = createRefCountedCache(IDLE_THREADS, (id) => createLiveThread(ground, Number(id), page));
  const reading = createAutoMarkRead(ground.store, marks);

  function open(ticketId: Accessor<number>): Thread {
    const id = createMemo(ticketId);
    const thread = createMemo(on(id, (wanted) => threads.acquire(String(wanted))));
    const ticket = () => ground.store.get(id());
    const known = () => thread().state() === 'ready' && ground.unread.uncertainIds([id()]).length === 0;
    /** What was new when this opening first showed it: decided once, before the mark moves. */
    const [opened, setOpened] = createSignal<{ id: number; firstUnread: string | undefined }>();
    createEffect(() => {
      if (known() && opened()?.id !== id())
        setOpened({ id: id(), firstUnread: untrack(() => firstUnread(thread(), ground)) });
    });
    const isShown = () => opened()?.id === id();
    reading(thread, isShown);
    loadMissingUnread(ground, () => (thread().state() === 'ready' ? [id()] : []));

    return {
      get state() {
        return thread().state();
      },
      get ticket() {
        return ticket();
      },
      get entries() {
        return thread().timeline.entries();
      },
      get facts() {
        return thread().timeline.activities();
      },
      get pending() {
        return outbox.pending(id());
      },
      get error() {
        return thread().error;
      },
      get hasEarlier() {
        return thread().timeline.hasEarlier();
      },
      get loadingEarlier() {
        return thread().loadingEarlier();
      },
      get allowedStatuses() {
        const now = ticket();
        return now ? allowedStatuses(ground.me.role, now.status) : [];
      },
      get firstUnreadId() {
        return isShown() ? opened()?.firstUnread : undefined;
      },
      retry: () => thread().retry(),
      loadEarlier: () => thread().loadEarlier(),
    };
  }

  return {
    ...threads,
    open,
    find: (ticketId: number): LiveThread | undefined => threads.find(String(ticketId)),
  };
}
export type Threads = ReturnType<typeof createThreads>;

/** My unread entries are the last ones by others; of those not fetched, the first that is. */
function firstUnread({ ticketId, timeline }: LiveThread, { me, store }: TicketCache): string | undefined {
  const unread = store.peek(ticketId)?.unread ?? 0;
  if (unread === 0) return undefined;
  const others = timeline.entries().filter((entry) => 'reply' in entry && entry.actor.id !== me.id);
  return others.at(-Math.min(unread, others.length))?.id;
}

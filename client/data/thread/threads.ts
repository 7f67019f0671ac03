import { type Accessor, createEffect, createMemo, createSignal, on, untrack } from 'solid-js';
import type { Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import type { ClientCore } from '../client-core.ts';
import type { RequestError } from '../http/request.ts';
import { createRefCountedCache } from '../lib/ref-counted-cache.ts';
import { createOutbox } from '../outbox/outbox.ts';
import type { PendingReply } from '../outbox/outbox-store.ts';
import { createAutoMarkRead } from '../tickets/auto-mark-read.ts';
import { loadMissingUnread } from '../tickets/load-missing-unread.ts';
import { createTicketEviction } from '../tickets/ticket-eviction.ts';
import type { ClientTicket } from '../tickets/ticket-store.ts';
import { createLiveThread, type LiveThread, type SeenReply } from './live-thread.ts';
import type { Activity, ThreadEntry } from './timeline.ts';

/** A live thread. Getters, all reactive. The description (first message) is `ticket.description`. */
export type Thread = {
  /** `missing`: this user sees no such ticket. */
  readonly state: 'loading' | 'ready' | 'missing' | 'failed';
  /** Known before the thread is loaded if a list has shown it. */
  readonly ticket: ClientTicket | undefined;
  readonly entries: readonly ThreadEntry[];
  /** All activities of the ticket, oldest first, even where the replies are not loaded. */
  readonly activities: readonly Activity[];
  /** The user's replies that the server has not acknowledged, in order. */
  readonly pending: readonly PendingReply[];
  readonly error: RequestError | undefined;
  retry: () => void;
  readonly hasEarlier: boolean;
  readonly loadingEarlier: boolean;
  loadEarlier: () => void;
  /** The status changes this user may make now. */
  readonly allowedStatuses: readonly Status[];
  /** The user has seen this public reply, and with it all that came before: it holds none of their replies back. */
  markSeen: (reply: SeenReply) => void;
  /** The first entry that was unread when the thread was opened. It stays the same while the page is open. */
  readonly firstUnreadId: string | undefined;
};

const MAX_IDLE_THREADS = 20;

/** The threads of one client: created on demand and kept exact for a while after their page is left. */
export function createThreads(core: ClientCore) {
  const outbox = core.use(createOutbox);
  const markRead = core.use(createAutoMarkRead);
  const threads = createRefCountedCache(MAX_IDLE_THREADS, (id) => createLiveThread(core, Number(id)));
  const find = (ticketId: number) => threads.find(String(ticketId));

  core.use(createTicketEviction).retain(() => threads.all().map(({ ticketId }) => ticketId));
  core.onEvent(({ event }) => find(event.ticketId)?.timeline.addEvent(event));
  core.onReset(() => {
    threads.evictIdle();
    for (const thread of threads.all()) thread.reset();
  });
  core.onConnected(() => {
    for (const thread of threads.active()) if (thread.error && thread.state() !== 'missing') thread.retry();
  });
  outbox.onSent(({ reply }) => find(reply.ticketId)?.timeline.addReply(reply));

  function open(ticketId: Accessor<number>): Thread {
    const id = createMemo(ticketId);
    const thread = createMemo(on(id, (current) => threads.acquire(String(current))));
    const ticket = () => core.store.get(id());
    const isKnown = () => thread().state() === 'ready' && core.unread.uncertainIds([id()]).length === 0;
    /** Decided once when the thread is shown, before the read mark moves. */
    const [opened, setOpened] = createSignal<{ id: number; firstUnread: string | undefined }>();
    createEffect(() => {
      if (!isKnown() || opened()?.id === id()) return;
      const firstUnreadId = untrack(() => firstUnread(thread(), core));
      const read = untrack(() => lastReadReply(thread(), firstUnreadId));
      if (read) thread().markSeen(read);
      setOpened({ id: id(), firstUnread: firstUnreadId });
    });
    const isShown = () => opened()?.id === id();
    markRead(thread, isShown);
    loadMissingUnread(core, () => (thread().state() === 'ready' ? [id()] : []));

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
      get activities() {
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
        const current = ticket();
        return current ? allowedStatuses(core.me.role, current.status) : [];
      },
      get firstUnreadId() {
        return isShown() ? opened()?.firstUnread : undefined;
      },
      markSeen: (reply) => thread().markSeen(reply),
      retry: () => thread().retry(),
      loadEarlier: () => thread().loadEarlier(),
    };
  }

  return { open };
}

/** Unread entries are the last ones by others; if not all are loaded, the first loaded one. */
function firstUnread({ ticketId, timeline }: LiveThread, { me, store }: ClientCore): string | undefined {
  const unread = store.peek(ticketId)?.unread ?? 0;
  if (unread === 0) return undefined;
  const byOthers = timeline.entries().filter((entry) => 'reply' in entry && entry.actor.id !== me.id);
  return byOthers.at(-Math.min(unread, byOthers.length))?.id;
}

/** The last public reply before the first unread entry: read on an earlier visit. */
function lastReadReply({ timeline }: LiveThread, firstUnreadId: string | undefined): SeenReply | undefined {
  const entries = timeline.entries();
  const end = firstUnreadId ? entries.findIndex(({ id }) => id === firstUnreadId) : entries.length;
  const last = entries.slice(0, end).findLast(({ kind }) => kind === 'reply');
  return last && 'reply' in last ? last.reply : undefined;
}

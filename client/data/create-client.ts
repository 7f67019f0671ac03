import { batch, createMemo, createSignal, onCleanup } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import type { AppliedEvent, Client } from './client-context.tsx';
import { discardDrafts, hasDrafts } from './drafts/draft-storage.ts';
import type { DraftStore } from './drafts/drafts.ts';
import { deepEqual } from './lib/deep-equal.ts';
import { createLate } from './lib/late.ts';
import { createLocalStorage, type KeyValueStore } from './lib/local-storage.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createConnection } from './realtime/connection.ts';
import { createStream, type TicketEvent } from './realtime/event-stream.ts';
import { createPresence } from './realtime/presence.ts';
import type { createSocket } from './realtime/socket.ts';
import type { Session } from './session/session-context.ts';
import type { Threads } from './thread/threads.ts';
import { createReadMarks } from './tickets/read-marks.ts';
import { createTicketCache } from './tickets/ticket-cache.ts';
import type { Commands } from './tickets/ticket-commands.ts';
import { createTicketCounts } from './tickets/ticket-counts.ts';
import { createTicketLists } from './tickets/ticket-lists.ts';

/** What tests put in place of the network's far end and of long lists. */
export type TestOverrides = { openSocket?: typeof createSocket; page?: number; shelf?: KeyValueStore };

/** Composes the desk of one person; everything in it ends with the calling component. */
export function createClient(session: Session, me: User, bench: TestOverrides = {}): Client {
  const call = session.requestAs(me);
  const { shelf = createLocalStorage(), page = 50 } = bench;
  /** People may rename themselves while they sit here. */
  const present = createMemo(
    (before: User) => {
      const now = session.user();
      return now?.id === me.id ? now : before;
    },
    me,
    { equals: deepEqual },
  );
  const [holes, setHoles] = createSignal(0);
  const listeners = new Set<(heard: AppliedEvent) => void>();

  const stream = createStream({
    apply: applyEvent,
    fetchAfter: (after) => call('listEvents', { query: { after, limit: 1000 } }),
    onHole: () => setHoles((seen) => seen + 1),
    onUnrecoverable: () => resetAll(),
    onStart: () => live.connect(),
  });
  const ground = createTicketCache(me, call, stream);
  const counts = createTicketCounts(me, ground.read);
  const lists = createTicketLists(ground, page);
  const commands = createLate<Commands>();
  const threads = createLate<Threads>();
  const drafts = createLate<DraftStore>();
  const thread = (id: number) => threads.get()?.find(id);
  const marks = createReadMarks(ground, counts, (id) => thread(id)?.lastRead());
  const outbox = createOutbox({
    me,
    call,
    shelf,
    isSignedIn: () => session.state().is === 'signedIn',
    lastSeen: (id) => thread(id)?.lastPublic(),
    onSent: ({ reply, ticket }) =>
      batch(() => {
        ground.store.put(ticket);
        thread(ticket.id)?.timeline.addReply(reply);
      }),
  });
  const live = createConnection({
    me,
    session,
    stream,
    holes,
    onPresence: (news) => presence.receive(news),
    onReadMark: marks.hear,
    onStale: resetAll,
    onLive: onReconnected,
    onDisconnect: () => presence.clear(),
    ...(bench.openSocket && { openSocket: bench.openSocket }),
  });
  const presence = createPresence(me, live.wire);

  /** The one place where an event changes what is on screen. */
  function applyEvent(event: TicketEvent, replayed: boolean): void {
    const before = ground.ledger.advance(event);
    const unread = ground.unread.hear(event);
    ground.store.put(event.ticket);
    counts.hear(event, before, unread);
    for (const list of lists.all()) list.hear(event, before);
    thread(event.ticketId)?.timeline.addEvent(event);
    if ('reply' in event) outbox.settle(event.reply);
    const heard = { event, mine: event.actor.id === me.id, replayed };
    for (const listener of listeners) listener(heard);
  }

  /** What we know cannot be mended by events: read everything on screen anew. */
  function resetAll(seq?: number): void {
    batch(() => {
      stream.restart(seq);
      ground.clear();
      lists.evictIdle();
      threads.get()?.evictIdle();
      counts.clear();
      counts.refresh();
      for (const list of lists.all()) list.reset();
      for (const thread of threads.get()?.all() ?? []) thread.reset();
    });
  }

  function onReconnected(again: boolean): void {
    outbox.retryAll();
    for (const thing of [...lists.active(), ...(threads.get()?.active() ?? [])])
      if (thing.error) thing.retry();
    if (!again) return;
    // Read marks moved elsewhere are no events: they were not caught up with.
    ground.unread.invalidate();
    counts.refresh();
    for (const list of lists.all()) list.refresh();
  }

  counts.refresh();
  return {
    get me() {
      return present();
    },
    counts: counts.counts,
    list: lists.open,
    threads: (make) => threads.open(() => make(ground, page, marks, outbox)),
    ticket: ground.store.get,
    commands: (make) => commands.open(() => make(ground)),
    markUnread: marks.markUnread,
    outbox,
    drafts: (make) => drafts.open(() => make(me.id, shelf)),
    hasUnsent: () => (drafts.get()?.any() ?? hasDrafts(me.id, shelf)) || outbox.pending().length > 0,
    discardUnsent: () => {
      drafts.get()?.discardAll();
      discardDrafts(me.id, shelf);
      outbox.discardAll();
    },
    connection: live.connection,
    onEvent: (listener) => {
      listeners.add(listener);
      onCleanup(() => listeners.delete(listener));
    },
    view: presence.view,
    typing: presence.typing,
    presence: presence.of,
  };
}

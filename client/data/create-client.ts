import { batch, createMemo, createSignal, onCleanup } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import type { Desk, Heard } from './client-context.tsx';
import { anyDraft, discardDrafts } from './drafts/draft-storage.ts';
import type { KeptDrafts } from './drafts/drafts.ts';
import { alike } from './lib/deep-equal.ts';
import { createLate } from './lib/late.ts';
import { createShelf, type Shelf } from './lib/local-storage.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createLive } from './realtime/connection.ts';
import { createStream, type TicketEvent } from './realtime/event-stream.ts';
import { createPresence } from './realtime/presence.ts';
import type { dial } from './realtime/socket.ts';
import type { Session } from './session/session-context.ts';
import type { Threads } from './thread/threads.ts';
import { createMarks } from './tickets/read-marks.ts';
import { createGround } from './tickets/ticket-cache.ts';
import type { Commands } from './tickets/ticket-commands.ts';
import { createCounts } from './tickets/ticket-counts.ts';
import { createLists } from './tickets/ticket-lists.ts';

/** What tests put in place of the network's far end and of long lists. */
export type Bench = { dialling?: typeof dial; page?: number; shelf?: Shelf };

/** Composes the desk of one person; everything in it ends with the calling component. */
export function createDesk(session: Session, me: User, bench: Bench = {}): Desk {
  const call = session.callAs(me);
  const { shelf = createShelf(), page = 50 } = bench;
  /** People may rename themselves while they sit here. */
  const present = createMemo(
    (before: User) => {
      const now = session.user();
      return now?.id === me.id ? now : before;
    },
    me,
    { equals: alike },
  );
  const [holes, setHoles] = createSignal(0);
  const listeners = new Set<(heard: Heard) => void>();

  const stream = createStream({
    apply: hear,
    fetchAfter: (after) => call('listEvents', { query: { after, limit: 1000 } }),
    onHole: () => setHoles((seen) => seen + 1),
    onLost: () => startOver(),
    onStart: () => live.connect(),
  });
  const ground = createGround(me, call, stream);
  const counts = createCounts(me, ground.read);
  const lists = createLists(ground, page);
  const commands = createLate<Commands>();
  const threads = createLate<Threads>();
  const drafts = createLate<KeptDrafts>();
  const thread = (id: number) => threads.get()?.find(id);
  const marks = createMarks(ground, counts, (id) => thread(id)?.lastRead());
  const outbox = createOutbox({
    me,
    call,
    shelf,
    isSignedIn: () => session.state().is === 'signedIn',
    lastSeen: (id) => thread(id)?.lastPublic(),
    onSent: ({ reply, ticket }) =>
      batch(() => {
        ground.store.put(ticket);
        thread(ticket.id)?.timeline.takeReply(reply);
      }),
  });
  const live = createLive({
    me,
    session,
    stream,
    holes,
    hearPresence: (news) => presence.hear(news),
    hearRead: marks.hear,
    onStale: startOver,
    onLive: caughtUp,
    onBreak: () => presence.clear(),
    ...(bench.dialling && { dialling: bench.dialling }),
  });
  const presence = createPresence(me, live.wire);

  /** The one place where an event changes what is on screen. */
  function hear(event: TicketEvent, replayed: boolean): void {
    const before = ground.ledger.hear(event);
    const unread = ground.unread.hear(event);
    ground.store.put(event.ticket);
    counts.hear(event, before, unread);
    for (const list of lists.all()) list.hear(event, before);
    thread(event.ticketId)?.timeline.hear(event);
    if ('reply' in event) outbox.settle(event.reply);
    const heard = { event, mine: event.actor.id === me.id, replayed };
    for (const listener of listeners) listener(heard);
  }

  /** What we know cannot be mended by events: read everything on screen anew. */
  function startOver(seq?: number): void {
    batch(() => {
      stream.restart(seq);
      ground.clear();
      lists.dropIdle();
      threads.get()?.dropIdle();
      counts.clear();
      counts.refresh();
      for (const list of lists.all()) list.reset();
      for (const thread of threads.get()?.all() ?? []) thread.reset();
    });
  }

  function caughtUp(again: boolean): void {
    outbox.wake();
    for (const thing of [...lists.used(), ...(threads.get()?.used() ?? [])]) if (thing.error) thing.retry();
    if (!again) return;
    // Read marks moved elsewhere are no events: they were not caught up with.
    ground.unread.doubt();
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
    hasUnsent: () => (drafts.get()?.any() ?? anyDraft(me.id, shelf)) || outbox.pending().length > 0,
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

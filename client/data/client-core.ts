import { batch, getOwner, runWithOwner } from 'solid-js';
import type { ListedTicket, User } from '../../shared/schemas.ts';
import type { Call } from './http/request.ts';
import { createLocalStorage, type KeyValueStore } from './lib/local-storage.ts';
import { createPublisher, type Subscribe } from './lib/publisher.ts';
import { createEventStream, type EventStream, type TicketEvent } from './realtime/event-stream.ts';
import type { Session } from './session/session-context.ts';
import { type ConsistentReader, createConsistentReader } from './tickets/consistent-read.ts';
import { createTicketStore, type TicketStore } from './tickets/ticket-store.ts';
import { createUnreadCounts, type UnreadChange, type UnreadCounts } from './tickets/unread-counts.ts';

/** An event after the ticket store has applied it. */
export type AppliedEvent = {
  event: TicketEvent;
  unread: UnreadChange;
  /** By this user, in this tab or another. */
  mine: boolean;
  /** Received while catching up, not live. */
  replayed: boolean;
};

/** What every data module of a signed-in user builds on. A module is a function `(core) => module`. */
export type ClientCore = {
  me: User;
  session: Session;
  storage: KeyValueStore;
  /** How many rows a list, or replies a thread, loads at a time. */
  pageSize: number;
  /** How many tickets to keep in memory, apart from those on screen. */
  maxTickets: number;
  /** Sends a request as this user. */
  request: Call;
  /** The same for responses with a `seq`: repeats the request until events can continue from there. */
  read: ConsistentReader;
  stream: EventStream;
  store: TicketStore;
  unread: UnreadCounts;
  /** Takes up tickets as read at `seq`; `askedAt` is `unread.clock()` from before the request. */
  ingest: (
    tickets: readonly (ListedTicket & { description?: string })[],
    seq: number,
    askedAt: number,
  ) => void;
  onEvent: Subscribe<AppliedEvent>;
  /** Everything known is discarded: read again what is on screen. */
  onReset: Subscribe<void>;
  reset: (seq?: number) => void;
  /** The connection is live; `again` after an interruption. */
  onConnected: Subscribe<{ again: boolean }>;
  connected: (state: { again: boolean }) => void;
  /** Returns the one instance of a module, created on first use; it ends with the client. */
  use: <T>(create: (core: ClientCore) => T) => T;
};

export type CoreOptions = { storage?: KeyValueStore; pageSize?: number; maxTickets?: number };

/** Creates the core of one user's client; everything in it ends with the calling owner. */
export function createClientCore(
  session: Session,
  me: User,
  { storage = createLocalStorage(), pageSize = 50, maxTickets = 2_000 }: CoreOptions,
): ClientCore {
  const owner = getOwner();
  const modules = new Map<unknown, unknown>();
  const request = session.requestAs(me);
  const store = createTicketStore();
  const unread = createUnreadCounts(me, store);
  const events = createPublisher<AppliedEvent>();
  const resets = createPublisher<void>();
  const connections = createPublisher<{ again: boolean }>();
  const stream = createEventStream({
    apply(event, replayed) {
      store.put(event.ticket);
      events.publish({ event, unread: unread.receive(event), mine: event.actor.id === me.id, replayed });
    },
    fetchAfter: (after) => request('listEvents', { query: { after, limit: 1000 } }),
    onUnrecoverable: () => reset(),
  });

  const reset = (seq?: number) =>
    batch(() => {
      stream.restart(seq);
      store.clear();
      unread.invalidate();
      resets.publish();
    });

  const core: ClientCore = {
    me,
    session,
    storage,
    pageSize,
    maxTickets,
    request,
    read: createConsistentReader(request, stream, reset),
    stream,
    store,
    unread,
    ingest: (tickets, seq, askedAt) =>
      batch(() => {
        for (const ticket of tickets) {
          store.put(ticket);
          unread.setFromServer(ticket.id, ticket.unread, seq, askedAt);
        }
      }),
    onEvent: events.subscribe,
    onReset: resets.subscribe,
    reset,
    onConnected: connections.subscribe,
    connected: (state) => {
      // Read marks moved on other devices are no events, so a replay does not bring them.
      if (state.again) unread.invalidate();
      connections.publish(state);
    },
    use: (create) => {
      if (!modules.has(create))
        modules.set(
          create,
          runWithOwner(owner, () => create(core)),
        );
      // Seam: the map pairs each factory with what it returned.
      return modules.get(create) as ReturnType<typeof create>;
    },
  };
  return core;
}

import { batch } from 'solid-js';
import type { ListedTicket, User } from '../../../shared/schemas.ts';
import type { Call } from '../http/request.ts';
import type { Stream } from '../realtime/event-stream.ts';
import { type ConsistentReader, createConsistentReader } from './consistent-read.ts';
import { createEventBaseline, type EventBaseline } from './event-baseline.ts';
import { createTicketStore, type TicketStore } from './ticket-store.ts';
import { createUnreadCounts, type UnreadCounts } from './unread-counts.ts';

/** What everything on screen stands on: one person, one store of tickets, one line to the server. */
export type TicketCache = {
  me: User;
  call: Call;
  read: ConsistentReader;
  stream: Stream;
  store: TicketStore;
  unread: UnreadCounts;
  ledger: EventBaseline;
  /** Tickets as a page read them; `askedAt` is `unread.now()` from before the request. */
  ingest: (
    tickets: readonly (ListedTicket & { description?: string })[],
    seq: number,
    askedAt: number,
  ) => void;
  /** Nothing is known any more. */
  clear: () => void;
};

/** Makes the empty ground of one person. */
export function createTicketCache(me: User, call: Call, stream: Stream): TicketCache {
  const store = createTicketStore();
  const unread = createUnreadCounts(me, store);
  const ledger = createEventBaseline();
  return {
    me,
    call,
    read: createConsistentReader(call, stream),
    stream,
    store,
    unread,
    ledger,
    ingest: (tickets, seq, askedAt) =>
      batch(() => {
        for (const ticket of tickets) {
          store.put(ticket);
          ledger.record(ticket, seq);
          unread.setFromServer(ticket.id, ticket.unread, seq, askedAt);
        }
      }),
    clear: () => {
      store.clear();
      ledger.clear();
      unread.invalidate();
    },
  };
}

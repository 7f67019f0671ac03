import { batch } from 'solid-js';
import type { ListedTicket, User } from '../../../shared/schemas.ts';
import type { Call } from '../http/request.ts';
import type { Stream } from '../realtime/event-stream.ts';
import { createReads, type Read } from './consistent-read.ts';
import { createLedger, type Ledger } from './event-baseline.ts';
import { createTicketStore, type TicketStore } from './ticket-store.ts';
import { createUnread, type Unread } from './unread-counts.ts';

/** What everything on screen stands on: one person, one store of tickets, one line to the server. */
export type Ground = {
  me: User;
  call: Call;
  read: Read;
  stream: Stream;
  store: TicketStore;
  unread: Unread;
  ledger: Ledger;
  /** Tickets as a page read them; `askedAt` is `unread.now()` from before the request. */
  take: (tickets: readonly (ListedTicket & { description?: string })[], seq: number, askedAt: number) => void;
  /** Nothing is known any more. */
  clear: () => void;
};

/** Makes the empty ground of one person. */
export function createGround(me: User, call: Call, stream: Stream): Ground {
  const store = createTicketStore();
  const unread = createUnread(me, store);
  const ledger = createLedger();
  return {
    me,
    call,
    read: createReads(call, stream),
    stream,
    store,
    unread,
    ledger,
    take: (tickets, seq, askedAt) =>
      batch(() => {
        for (const ticket of tickets) {
          store.put(ticket);
          ledger.note(ticket, seq);
          unread.learn(ticket.id, ticket.unread, seq, askedAt);
        }
      }),
    clear: () => {
      store.clear();
      ledger.clear();
      unread.doubt();
    },
  };
}

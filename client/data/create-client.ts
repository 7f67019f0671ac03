import { type Accessor, createMemo, onCleanup } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import { type AppliedEvent, type ClientCore, type CoreOptions, createClientCore } from './client-core.ts';
import { createDraftRegistry } from './drafts/draft-registry.ts';
import { deepEqual } from './lib/deep-equal.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';
import { type ConnectionState, createConnection } from './realtime/connection.ts';
import { createPresence, type Presence } from './realtime/presence.ts';
import type { createSocket } from './realtime/socket.ts';
import type { Session } from './session/session-context.ts';
import type { ListQuery } from './tickets/list-query.ts';
import type { TicketList } from './tickets/live-list.ts';
import { createReadMarks } from './tickets/read-marks.ts';
import { type Counts, createTicketCounts } from './tickets/ticket-counts.ts';
import { createTicketLists } from './tickets/ticket-lists.ts';
import type { ClientTicket } from './tickets/ticket-store.ts';

/** Everything the views can read and do for the signed-in user. */
export type Client = {
  readonly me: User;
  /** Undefined until first loaded. */
  counts: Accessor<Counts | undefined>;
  /** For components; the query may change. */
  list: (query: Accessor<ListQuery>) => TicketList;
  /** A ticket if this browser knows it. */
  ticket: (ticketId: number) => ClientTicket | undefined;
  /** The ticket stays unread until it is opened again. */
  markUnread: (ticketId: number) => Promise<void>;
  outbox: Outbox;
  /** Whether drafts or unacknowledged replies exist. */
  hasUnsent: () => boolean;
  discardUnsent: () => void;
  connection: Accessor<ConnectionState>;
  /** Runs for each event after it was applied, until the calling component ends. */
  onEvent: (listener: (applied: AppliedEvent) => void) => void;
  /** Reports that the user views this ticket, until the calling component ends. */
  view: (ticketId: Accessor<number>) => void;
  /** Reports that the user is writing. Throttled: call it on every keystroke. */
  typing: (ticketId: number, internal: boolean) => void;
  presence: (ticketId: number) => Presence;
  use: ClientCore['use'];
};

/** What tests replace. */
export type TestOverrides = CoreOptions & { openSocket?: typeof createSocket };

/** Composes the client of one user; everything in it ends with the calling owner. */
export function createClient(session: Session, user: User, overrides: TestOverrides = {}): Client {
  const core = createClientCore(session, user, overrides);
  // Modules receive each event in the order in which they are created.
  const { counts } = core.use(createTicketCounts);
  const lists = core.use(createTicketLists);
  const readMarks = core.use(createReadMarks);
  const outbox = core.use(createOutbox);
  const drafts = core.use(createDraftRegistry);
  const connection = createConnection(core, overrides.openSocket);
  const presence = createPresence(user, connection);
  connection.onReadMark(readMarks.receive);
  /** Follows a change of the user's own name. */
  const me = createMemo<User>((last) => (session.user()?.id === user.id && session.user()) || last, user, {
    equals: deepEqual,
  });

  return {
    get me() {
      return me();
    },
    counts,
    list: lists.open,
    ticket: core.store.get,
    markUnread: readMarks.markUnread,
    outbox,
    hasUnsent: () => drafts.any() || outbox.pending().length > 0,
    discardUnsent: () => {
      drafts.discardAll();
      outbox.discardAll();
    },
    connection: connection.state,
    onEvent: (listener) => onCleanup(core.onEvent(listener)),
    view: presence.view,
    typing: presence.typing,
    presence: presence.of,
    use: core.use,
  };
}

import { type Accessor, createContext, type ParentProps, useContext } from 'solid-js';
import type { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import type { User } from '../../shared/schemas.ts';
import { createClient } from './create-client.ts';
import type { createDrafts, Drafts } from './drafts/drafts.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { Connection } from './realtime/connection.ts';
import type { Presence } from './realtime/presence.ts';
import { useSession } from './session/session-context.ts';
import type { createThreads, Threads } from './thread/threads.ts';
import type { Commands, createCommands } from './tickets/ticket-commands.ts';
import type { Counts } from './tickets/ticket-counts.ts';
import type { ListQuery, TicketList } from './tickets/ticket-lists.ts';
import type { ClientTicket } from './tickets/ticket-store.ts';

/** Something that just happened, already applied to everything on screen: for announcements, flashes and reasons. */
export type AppliedEvent = {
  event: AgentEvent | CustomerEvent /** By me, in this or another tab. */;
  mine: boolean /** Caught up, not live. */;
  replayed: boolean;
};

/** Everything a page can see and do once somebody is signed in; made anew for each person. */
export type Client = {
  me: User;
  /** Undefined until first loaded. */
  counts: Accessor<Counts | undefined>;
  /** Call in a component; the wish may change (a tab, a search). */
  list: (wish: Accessor<ListQuery>) => TicketList;
  /** For `useThread`, which brings the code along. */
  threads: (make: typeof createThreads) => Threads;
  /** A ticket if this browser knows it (command palette, toasts). */
  ticket: (ticketId: number) => ClientTicket | undefined;

  /** For `useCommands`, which brings the code along. */
  commands: (make: typeof createCommands) => Commands;
  /** Stays unread until it is opened again. */
  markUnread: (ticketId: number) => Promise<void>;

  outbox: Outbox;
  /** For `useDrafts`, which brings the code along. */
  drafts: (make: typeof createDrafts) => Drafts;
  /** Drafts or pending replies exist: ask keep or discard before an explicit sign-out. */
  hasUnsent: () => boolean;
  discardUnsent: () => void;

  connection: Accessor<Connection>;
  /** Hears every numbered event after it was applied; ends with the calling component. */
  onEvent: (listener: (heard: AppliedEvent) => void) => void;
  /** Says that I look at this ticket; ends with the calling component. */
  view: (ticketId: Accessor<number>) => void;
  /** Says that I am writing; call on every keystroke, it is throttled. */
  typing: (ticketId: number, internal: boolean) => void;
  presence: (ticketId: number) => Presence;
};

const ClientContext = createContext<Client>();

/** Gives the pages below the desk of this person; key it by `session.user()?.id`, so that the next person starts empty. */
export function ClientProvider(props: ParentProps<{ user: User }>) {
  const desk = createClient(useSession(), props.user);
  return <ClientContext.Provider value={desk}>{props.children}</ClientContext.Provider>;
}

/** The desk of the signed-in person. */
export function useClient(): Client {
  const desk = useContext(ClientContext);
  if (!desk) throw new Error('useDesk() is for pages inside <DeskOf>.');
  return desk;
}

import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';
import type { TicketStore } from './ticket-store.ts';

/** `exact`: exactly `count`, otherwise at least `count`. `asOf`: the seq it was read at, or of the last event it includes. */
type UnreadCount = { count: number; exact: boolean; asOf: number };

/**
 * Whether a ticket had unread entries, and has now; undefined if this browser cannot tell. `readLater`: the count is from a
 * response that is newer than the event.
 */
export type UnreadChange = { was: boolean | undefined; is: boolean | undefined; readLater?: boolean };

/** The number of entries by others that the user has not read, by ticket. */
export type UnreadCounts = {
  /** A counter local to this page. Read it before a request and pass it to `setFromServer` with the response. */
  clock: () => number;
  /** Stores a count read at `seq`, unless a read mark has moved or a later event has been applied since `askedAt`. */
  setFromServer: (ticketId: number, count: number, seq: number, askedAt: number) => void;
  /** Adds one for a reply by someone else, and for the description of a ticket that is new to an agent. */
  receive: (event: TicketEvent) => UnreadChange;
  /** The user's mark moved: nothing is unread as of `readAsOf`; undefined if only the server knows what is left. */
  applyReadMark: (ticketId: number, readAsOf: number | undefined) => UnreadChange;
  /** A request that moves the mark begins: responses read meanwhile are not used. Call the returned function at its end. */
  beginMarkRequest: (ticketId: number) => () => void;
  /** The tickets among these whose exact count is unknown. Reactive. */
  uncertainIds: (ticketIds: readonly number[]) => number[];
  /** Forgets the counts of these tickets. */
  forget: (ticketIds: readonly number[]) => void;
  /** Forgets all counts. */
  invalidate: () => void;
};

/** Counts what no event carries: counts are read with the tickets, and then kept by events and read marks. */
export function createUnreadCounts(me: User, store: TicketStore): UnreadCounts {
  const known = new Map<number, UnreadCount>();
  /** The seq of the last reply by someone else. */
  const lastReplySeq = new Map<number, number>();
  /** The clock at which the mark last moved. */
  const markMovedAt = new Map<number, number>();
  const pendingMarkRequests = new Map<number, number>();
  const [changed, notify] = createSignal(undefined, { equals: false });
  let clock = 0;

  function hasUnread(id: number): boolean | undefined {
    const current = known.get(id);
    return current && current.count > 0;
  }

  function set(id: number, next: UnreadCount | undefined): UnreadChange {
    const was = hasUnread(id);
    if (next) known.set(id, next);
    else known.delete(id);
    if (next) store.setUnread(id, next.count);
    notify(undefined);
    return { was, is: hasUnread(id) };
  }

  function setFromServer(id: number, count: number, seq: number, askedAt: number): void {
    const isOutdated = seq < Math.max(lastReplySeq.get(id) ?? 0, known.get(id)?.asOf ?? 0);
    const isMarkMoving = askedAt < (markMovedAt.get(id) ?? 0) || pendingMarkRequests.get(id);
    if (!isOutdated && !isMarkMoving) set(id, { count, exact: true, asOf: seq });
  }

  function receive({ type, ticketId: id, seq, actor }: TicketEvent): UnreadChange {
    const current = known.get(id);
    const readLater = current !== undefined && current.asOf >= seq;
    if (type === 'ticket.created' && !current && !markMovedAt.has(id) && !pendingMarkRequests.has(id))
      return { ...set(id, { count: me.role === 'agent' ? 1 : 0, exact: true, asOf: seq }), was: false };
    if (type !== 'reply.created' || actor.id === me.id)
      return { was: hasUnread(id), is: hasUnread(id), readLater };
    lastReplySeq.set(id, seq);
    if (!current) return set(id, { count: 1, exact: false, asOf: seq });
    // The count was read after this event and includes it, so the count before it is unknown.
    if (readLater) return { was: undefined, is: hasUnread(id), readLater };
    return set(id, { ...current, count: current.count + 1, asOf: seq });
  }

  function markMoved(id: number): void {
    clock += 1;
    markMovedAt.set(id, clock);
    notify(undefined);
  }

  function applyReadMark(id: number, readAsOf: number | undefined): UnreadChange {
    markMoved(id);
    // Events after the mark may have added entries: then only the server knows what is left.
    const isUnknown = readAsOf === undefined || readAsOf < (known.get(id)?.asOf ?? 0);
    return set(id, isUnknown ? undefined : { count: 0, exact: true, asOf: readAsOf });
  }

  function beginMarkRequest(id: number): () => void {
    pendingMarkRequests.set(id, (pendingMarkRequests.get(id) ?? 0) + 1);
    return () => {
      pendingMarkRequests.set(id, (pendingMarkRequests.get(id) ?? 1) - 1);
      markMoved(id);
    };
  }

  return {
    clock: () => clock,
    setFromServer,
    receive,
    applyReadMark,
    beginMarkRequest,
    uncertainIds: (ids) => {
      changed();
      return ids.filter((id) => !known.get(id)?.exact);
    },
    forget: (ids) => {
      for (const id of ids) known.delete(id);
      notify(undefined);
    },
    invalidate: () => {
      known.clear();
      notify(undefined);
    },
  };
}

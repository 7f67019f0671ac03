import { createSignal } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import type { TicketEvent } from '../realtime/event-stream.ts';
import type { TicketStore } from './ticket-store.ts';

/** `sure`: exactly this many; else at least. `asOf`: the viewer's number it was read at, or of the last event it counts. */
type Known = { count: number; sure: boolean; asOf: number };

/** Whether a ticket had something unread, and has now; undefined: nobody here can tell. */
export type UnreadChange = { was: boolean | undefined; is: boolean | undefined };

/** How many entries by others I have not read, ticket by ticket. */
export type UnreadCounts = {
  /** This page's own clock: take it before a request, and hand it to `learn` with the answer. */
  clock: () => number;
  /** As read from the server; not taken if a mark moved or an event came that it cannot hold. */
  setFromServer: (ticketId: number, count: number, seq: number, askedAt: number) => void;
  /** One more with each reply by somebody else. */
  hear: (event: TicketEvent) => UnreadChange;
  /** My mark was moved: nothing is left as of this number (undefined: only the server knows what is left). */
  mark: (ticketId: number, nothingAsOf: number | undefined) => UnreadChange;
  /** A request that moves my mark is under way: no answer read meanwhile can be trusted. Call what it gives back at its end. */
  beginMarkRequest: (ticketId: number) => () => void;
  /** Those of them whose number must be asked for. Reactive. */
  uncertainIds: (ticketIds: readonly number[]) => number[];
  /** Marks may have moved unheard (elsewhere, while we were offline): ask for all again. */
  invalidate: () => void;
};

/** Personal numbers no event carries: read with the tickets, then counted here. */
export function createUnreadCounts(me: User, store: TicketStore): UnreadCounts {
  const known = new Map<number, Known>();
  /** The last reply event by somebody else, and when my mark was last moved. */
  const lastEventSeq = new Map<number, number>();
  const moved = new Map<number, number>();
  const beginMarkRequest = new Map<number, number>();
  const [changed, change] = createSignal(undefined, { equals: false });
  let clock = 0;

  const is = (id: number) => {
    const clock = known.get(id);
    return clock && clock.count > 0;
  };

  function set(id: number, clock: Known | undefined): UnreadChange {
    const was = is(id);
    if (clock) known.set(id, clock);
    else known.delete(id);
    if (clock) store.setUnread(id, clock.count);
    change(undefined);
    return { was, is: is(id) };
  }

  function setFromServer(id: number, count: number, seq: number, askedAt: number): void {
    const outrun = seq < Math.max(lastEventSeq.get(id) ?? 0, known.get(id)?.asOf ?? 0);
    if (!outrun && askedAt >= (moved.get(id) ?? 0) && !beginMarkRequest.get(id))
      set(id, { count, sure: true, asOf: seq });
  }

  function hear({ type, ticketId: id, seq, actor }: TicketEvent): UnreadChange {
    const clock = known.get(id);
    if (type === 'ticket.created' && !clock && !moved.has(id) && !beginMarkRequest.has(id))
      return { ...set(id, { count: 0, sure: true, asOf: seq }), was: false };
    if (type !== 'reply.created' || actor.id === me.id) return { was: is(id), is: is(id) };
    lastEventSeq.set(id, seq);
    if (!clock) return set(id, { count: 1, sure: false, asOf: seq });
    // Read after this event: it is counted already, and what was before is not known.
    if (clock.asOf >= seq) return { was: undefined, is: is(id) };
    return set(id, { ...clock, count: clock.count + 1, asOf: seq });
  }

  function move(id: number): void {
    clock += 1;
    moved.set(id, clock);
    change(undefined);
  }

  function mark(id: number, asOf: number | undefined): UnreadChange {
    move(id);
    // What is known may be newer than what was looked at: then something may be left.
    const isBlind = asOf === undefined || asOf < (known.get(id)?.asOf ?? 0);
    return set(id, isBlind ? undefined : { count: 0, sure: true, asOf });
  }

  return {
    clock: () => clock,
    setFromServer: setFromServer,
    hear,
    mark,
    beginMarkRequest: (id) => {
      beginMarkRequest.set(id, (beginMarkRequest.get(id) ?? 0) + 1);
      return () => {
        beginMarkRequest.set(id, (beginMarkRequest.get(id) ?? 1) - 1);
        move(id);
      };
    },
    uncertainIds: (ids) => {
      changed();
      return ids.filter((id) => !known.get(id)?.sure);
    },
    invalidate: () => {
      known.clear();
      change(undefined);
    },
  };
}

import { type Accessor, batch, createSignal } from 'solid-js';
import type { AgentEvent, CustomerEvent } from '../../../shared/events.ts';

/** A numbered event as this user receives it. */
export type TicketEvent = AgentEvent | CustomerEvent;

export type EventStreamOptions = {
  /** Called for each event once, in order. */
  apply: (event: TicketEvent, replayed: boolean) => void;
  fetchAfter: (after: number) => Promise<{ events: TicketEvent[]; seq: number }>;
  /** Events cannot bring the known data up to date; everything has to be read again. */
  onUnrecoverable: () => void;
};

/** The user's numbered events: sorts them, drops repeated ones, fetches missing ones. */
export type EventStream = {
  /** The seq of the last applied event; undefined before the first data was read. */
  cursor: () => number | undefined;
  /** True once the first data was read: from then on events can follow. False again after a restart without `seq`. */
  isStarted: Accessor<boolean>;
  /** How often a seq was missing. */
  gaps: Accessor<number>;
  /** Changes with each restart. */
  generation: () => number;
  /** Data was read at `seq`; the first read starts the stream. False if it is older than the start: read it again. */
  accepts: (seq: number) => boolean;
  /** Forgets everything and starts at `seq`, or where the next data is read. */
  restart: (seq?: number) => void;
  receive: (events: TicketEvent[], replayed: boolean) => void;
  /** The server has sent all events up to `seq`. */
  confirmUpTo: (seq: number) => void;
};

/** Creates a stream that has not started. */
export function createEventStream(options: EventStreamOptions): EventStream {
  const { apply, fetchAfter, onUnrecoverable } = options;
  const [isStarted, setStarted] = createSignal(false);
  const [gaps, setGaps] = createSignal(0);
  let start: number | undefined;
  let cursor: number | undefined;
  /** Events beyond a gap. */
  let waiting: { event: TicketEvent; replayed: boolean }[] = [];
  let confirmed = 0;
  let filling = false;
  let generation = 0;

  function restart(seq?: number): void {
    generation += 1;
    start = cursor = seq;
    setStarted(seq !== undefined);
    waiting = [];
    confirmed = 0;
    filling = false;
  }

  function applyInOrder(event: TicketEvent, replayed: boolean): void {
    if (cursor === undefined || event.seq <= cursor) return;
    if (event.seq > cursor + 1) {
      waiting.push({ event, replayed });
      return;
    }
    cursor = event.seq;
    apply(event, replayed);
  }

  const isBehind = () => cursor !== undefined && (waiting.length > 0 || confirmed > cursor);

  function applyWaiting(): void {
    const sorted = waiting.toSorted((a, b) => a.event.seq - b.event.seq);
    waiting = [];
    for (const { event, replayed } of sorted) applyInOrder(event, replayed);
    if (!isBehind() || filling) return;
    setGaps((count) => count + 1);
    void fillGap();
  }

  async function fillGap(): Promise<void> {
    const begun = generation;
    filling = true;
    try {
      while (begun === generation && cursor !== undefined && isBehind()) {
        const before: number = cursor;
        const { events, seq } = await fetchAfter(before);
        if (begun !== generation) return;
        // The server knows fewer events than this page: it is not the log that was followed.
        const isOtherLog = seq < Math.max(before, confirmed);
        if (!isOtherLog) receive(events, true);
        // Without progress an event is missing on the server too: it could not be read.
        if (isOtherLog || cursor === before) return onUnrecoverable();
      }
    } catch {
      // No network. The next event, or `confirmUpTo` after a reconnect, tries again.
    } finally {
      if (begun === generation) filling = false;
    }
  }

  function receive(events: TicketEvent[], replayed: boolean): void {
    batch(() => {
      for (const event of events) applyInOrder(event, replayed);
      applyWaiting();
    });
  }

  return {
    cursor: () => cursor,
    isStarted,
    gaps,
    generation: () => generation,
    accepts: (seq) => {
      if (cursor === undefined) {
        start = cursor = seq;
        setStarted(true);
      }
      return seq >= (start ?? seq);
    },
    restart,
    receive,
    confirmUpTo: (seq) => {
      if (cursor !== undefined && seq < cursor) return onUnrecoverable();
      confirmed = Math.max(confirmed, seq);
      applyWaiting();
    },
  };
}

import { batch } from 'solid-js';
import type { AgentEvent, CustomerEvent } from '../../../shared/events.ts';

/** A numbered event as this person receives it. */
export type TicketEvent = AgentEvent | CustomerEvent;

type Page = { events: TicketEvent[]; seq: number };
export type StreamOptions = {
  /** Hears every event once, in order. */
  apply: (event: TicketEvent, replayed: boolean) => void;
  fetchAfter: (after: number) => Promise<Page>;
  /** A number was skipped: a fault of somebody, mended here by fetching. */
  onHole: () => void;
  /** What is known cannot be mended by events. */
  onUnrecoverable: () => void;
  /** The first data came: events can follow. */
  onStart: () => void;
};

/** The one line of numbered events: puts them in order, drops what it had, mends holes. */
export type Stream = {
  /** The number of the last event applied; undefined before the first data came. */
  cursor: () => number | undefined;
  /** Changes when everything known was given up. */
  generation: () => number;
  /** Data were read at `seq`: the stream starts there. False if they are older than where it started: read them again. */
  accepts: (seq: number) => boolean;
  /** Forgets everything and starts at `seq`, or where the next data were read. */
  restart: (seq?: number) => void;
  receive: (events: TicketEvent[], replayed: boolean) => void;
  /** The server says that all events up to `seq` were sent. */
  confirmUpTo: (seq: number) => void;
};

/** Makes a stream that has not started. */
export function createStream({
  apply,
  fetchAfter,
  onHole,
  onUnrecoverable: onLost,
  onStart,
}: StreamOptions): Stream {
  let origin: number | undefined;
  let cursor: number | undefined;
  /** Events from beyond a hole. */
  let waiting: { event: TicketEvent; replayed: boolean }[] = [];
  let head = 0;
  let mending = false;
  let generation = 0;

  function restart(seq?: number): void {
    generation += 1;
    origin = cursor = seq;
    waiting = [];
    head = 0;
    mending = false;
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

  function drain(): void {
    const held = waiting.toSorted((a, b) => a.event.seq - b.event.seq);
    waiting = [];
    for (const { event, replayed } of held) applyInOrder(event, replayed);
    const behind = cursor !== undefined && (waiting.length > 0 || head > cursor);
    if (behind && !mending) {
      onHole();
      fillGap();
    }
  }

  async function fillGap(): Promise<void> {
    const asked = generation;
    mending = true;
    try {
      while (asked === generation && cursor !== undefined && (waiting.length > 0 || head > cursor)) {
        const { events, seq } = await fetchAfter(cursor);
        if (asked !== generation) return;
        // The server knows less than we do: this is not the log we followed.
        if (seq < Math.max(cursor, head) || events.length === 0) return onLost();
        receive(events, true);
      }
    } catch {
      // No network: the next `level` (a reconnect) or event tries again.
    } finally {
      if (asked === generation) mending = false;
    }
  }

  function receive(events: TicketEvent[], replayed: boolean): void {
    batch(() => {
      for (const event of events) applyInOrder(event, replayed);
      drain();
    });
  }

  return {
    cursor: () => cursor,
    generation: () => generation,
    accepts: (seq) => {
      if (cursor === undefined) {
        origin = cursor = seq;
        onStart();
      }
      return seq >= (origin ?? seq);
    },
    restart,
    receive: receive,
    confirmUpTo: (seq) => {
      if (cursor !== undefined && seq < cursor) return onLost();
      head = Math.max(head, seq);
      drain();
    },
  };
}

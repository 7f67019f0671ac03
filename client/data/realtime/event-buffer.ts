import { onCleanup } from 'solid-js';
import type { EventType } from '../../../shared/events.ts';
import type { Stream, TicketEvent } from './event-stream.ts';
import type { ClientSocket } from './socket.ts';

/** The names of the numbered events. One that is missing here does not compile. */
const NUMBERED: Record<EventType, true> = {
  'reply.created': true,
  'ticket.created': true,
  'ticket.assigned': true,
  'ticket.status_changed': true,
  'ticket.updated': true,
};
const FRAME_MS = 16;

/** Hands a socket's events to the stream, those of one burst in one go. */
export function createEventBuffer(stream: Stream) {
  let waiting: TicketEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isReplay = false;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) stream.receive(events, isReplay);
  }

  onCleanup(() => clearTimeout(timer));
  return {
    listen: (socket: ClientSocket): void => {
      // Seam: `keyof` of the record above.
      for (const name of Object.keys(NUMBERED) as EventType[]) {
        socket.on(name, (event) => {
          waiting.push(event);
          timer ??= setTimeout(flush, FRAME_MS);
        });
      }
    },
    flush,
    /** From here on events are caught up with, or (false) happen now. */
    replay: (is: boolean): void => {
      flush();
      isReplay = is;
    },
  };
}

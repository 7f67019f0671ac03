import { onCleanup } from 'solid-js';
import type { EventType } from '../../../shared/events.ts';
import { cleanLabels } from '../http/clean-labels.ts';
import type { EventStream, TicketEvent } from './event-stream.ts';
import type { ClientSocket } from './socket.ts';

/** The names of the numbered events. A missing one does not compile; `EVENT_TYPES` of `shared` would bring zod along. */
const NUMBERED: Record<EventType, true> = {
  'reply.created': true,
  'ticket.created': true,
  'ticket.assigned': true,
  'ticket.status_changed': true,
  'ticket.updated': true,
};
const FRAME_MS = 16;

/** Passes a socket's events to the stream, those of one burst together. */
export function createEventBuffer(stream: EventStream) {
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
      // Seam: the keys of the record above.
      for (const name of Object.keys(NUMBERED) as EventType[]) {
        socket.on(name, (event) => {
          waiting.push(cleanLabels(event));
          timer ??= setTimeout(flush, FRAME_MS);
        });
      }
    },
    flush,
    /** From now on events belong to a replay, or (false) are live. */
    setReplay: (next: boolean): void => {
      flush();
      isReplay = next;
    },
  };
}

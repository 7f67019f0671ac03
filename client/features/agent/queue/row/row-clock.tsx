import { Show } from 'solid-js';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { currentTime } from '../../../../ui/time/current-time.ts';
import { RelativeTime, ShortDuration } from '../../../../ui/time/time.tsx';
import { waitingUrgency } from './waiting-urgency.ts';

/** The one time of a row: how long the customer has waited for us, otherwise the last activity. */
export function RowClock(props: { ticket: ClientTicket }) {
  return (
    <Show
      when={props.ticket.waitingSince}
      fallback={
        <>
          <span class="visually-hidden">, last activity </span>
          <RelativeTime at={props.ticket.updatedAt} />
        </>
      }
    >
      {(since) => (
        <span class={`row-waiting ${waitingUrgency(since(), currentTime())}`}>
          <span class="visually-hidden">, waiting for </span>
          <ShortDuration since={since()} />
        </span>
      )}
    </Show>
  );
}

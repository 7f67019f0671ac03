import { For, Show } from 'solid-js';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { RelativeTime } from '../../../../ui/time/time.tsx';
import { StatusIcon, statusLabel } from '../../../tickets/status.tsx';

const MAX_SHOWN = 5;

/** Other tickets of the same customer with status and age, updated live. */
export function OtherTickets(props: {
  ticket: ClientTicket;
  /** All tickets of the customer. */
  tickets: readonly ClientTicket[];
  total: number | undefined;
  query: string;
}) {
  const shown = () => props.tickets.filter(({ id }) => id !== props.ticket.id).slice(0, MAX_SHOWN);
  const hiddenCount = () => (props.total ?? 0) - 1 - shown().length;
  return (
    <Show when={shown().length > 0}>
      <section>
        <h3>Other tickets</h3>
        <ul class="other-tickets">
          <For each={shown()}>
            {(other) => (
              <li>
                <a href={`/queue/${other.id}${props.query}`} title={statusLabel(other.status)}>
                  <StatusIcon status={other.status} />
                  <span class="truncate" dir="auto">
                    <span class="visually-hidden">{statusLabel(other.status)}: </span>
                    <bdi>{other.subject}</bdi>
                  </span>
                  <span class="age">
                    <RelativeTime at={other.updatedAt} />
                  </span>
                </a>
              </li>
            )}
          </For>
        </ul>
        <Show when={hiddenCount() > 0}>
          <a href={`/queue?view=all&customer=${props.ticket.customer.id}`}>{hiddenCount()} more</a>
        </Show>
      </section>
    </Show>
  );
}

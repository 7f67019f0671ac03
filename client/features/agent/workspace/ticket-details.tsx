import { createMemo, For, Show } from 'solid-js';
import { useClient } from '../../../data/client-context.tsx';
import type { Thread } from '../../../data/thread/threads.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Button } from '../../../ui/button.tsx';
import { RelativeTime } from '../../../ui/time/time.tsx';
import { ActivityItem } from '../../thread/activity-item.tsx';
import { PriorityBadge } from '../../tickets/priority.tsx';
import { StatusBadge, StatusIcon, statusLabel, TRANSITION_LABELS } from '../../tickets/status.tsx';
import { useTicketActions } from '../../tickets/ticket-actions.ts';

/** What else there is to know: the next steps, the customer and their other tickets, what was done. */
export function TicketDetails(props: {
  ticket: ClientTicket;
  thread: Thread;
  query: string;
  /** Resolving asks first, in the ticket's head. */
  onResolve: () => void;
}) {
  const actions = useTicketActions();
  return (
    <div class="details-body">
      <section>
        <h3>Status</h3>
        <StatusBadge status={props.ticket.status} />
        <div class="next-steps">
          <For
            each={props.thread.allowedStatuses}
            fallback={<p class="muted">Only the customer can reopen it.</p>}
          >
            {(status) => (
              <Button
                onClick={() =>
                  status === 'resolved' ? props.onResolve() : void actions.move(props.ticket, status)
                }
              >
                <StatusIcon status={status} />
                {TRANSITION_LABELS[status]}
              </Button>
            )}
          </For>
        </div>
      </section>
      <section>
        <h3>Ticket</h3>
        <dl class="property-list">
          <dt>Priority</dt>
          <dd>
            <PriorityBadge priority={props.ticket.priority} words />
          </dd>
          <dt>Assignee</dt>
          <dd>{props.ticket.agent?.name ?? <span class="muted">Nobody</span>}</dd>
          <dt>Created</dt>
          <dd>
            <RelativeTime at={props.ticket.createdAt} />
          </dd>
          <dt>Last activity</dt>
          <dd>
            <RelativeTime at={props.ticket.updatedAt} />
          </dd>
        </dl>
      </section>
      <section>
        <h3>Customer</h3>
        <p class="customer-name" dir="auto">
          {props.ticket.customer.name}
        </p>
        <a href={`mailto:${props.ticket.customer.email}`} rel="noopener noreferrer nofollow">
          {props.ticket.customer.email}
        </a>
        <OtherTickets ticket={props.ticket} query={props.query} />
      </section>
      <History thread={props.thread} />
    </div>
  );
}

/** The same customer's other tickets, live like every list. */
function OtherTickets(props: { ticket: ClientTicket; query: string }) {
  const client = useClient();
  const customer = createMemo(() => props.ticket.customer.id);
  const list = client.list(() => ({ filter: { customer: customer() }, sort: 'updated' }));
  const others = () => list.tickets.filter(({ id }) => id !== props.ticket.id).slice(0, 5);
  const more = () => (list.total ?? 0) - 1 - others().length;
  return (
    <Show when={others().length > 0}>
      <h4 class="muted">Other tickets</h4>
      <ul class="other-tickets">
        <For each={others()}>
          {(other) => (
            <li>
              <a href={`/queue/${other.id}${props.query}`}>
                <StatusIcon status={other.status} />
                <span class="truncate" dir="auto">
                  <span class="visually-hidden">{statusLabel(other.status)}: </span>
                  {other.subject}
                </span>
              </a>
            </li>
          )}
        </For>
      </ul>
      <Show when={more() > 0}>
        <a href={`/queue?view=all&customer=${customer()}`}>{more()} more</a>
      </Show>
    </Show>
  );
}

/** What was done with the ticket, newest first. */
function History(props: { thread: Thread }) {
  const client = useClient();
  const facts = createMemo(() => props.thread.activities.toReversed());
  return (
    <Show when={facts().length > 0}>
      <section>
        <h3>History</h3>
        <ol class="history">
          <For each={facts()}>{(fact) => <ActivityItem entries={[fact]} reader={client.me} />}</For>
        </ol>
      </section>
    </Show>
  );
}

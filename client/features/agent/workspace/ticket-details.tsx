import { createMemo, For, Show } from 'solid-js';
import { useClient } from '../../../data/client-context.ts';
import type { Thread } from '../../../data/thread/threads.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Button } from '../../../ui/button.tsx';
import { RelativeTime } from '../../../ui/time/time.tsx';
import { ActivityItem } from '../../thread/activity-item.tsx';
import { PriorityBadge } from '../../tickets/priority.tsx';
import { StatusBadge, StatusIcon, statusLabel, TRANSITION_LABELS } from '../../tickets/status.tsx';
import { useTicketActions } from '../../tickets/ticket-actions.ts';

/** Details of a ticket: status changes, properties, the customer's other tickets, history. */
export function TicketDetails(props: {
  ticket: ClientTicket;
  thread: Thread;
  query: string;
  /** Opens the confirmation in the ticket header. */
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
            <PriorityBadge priority={props.ticket.priority} showLabel />
          </dd>
          <dt>Assignee</dt>
          <dd>
            <Show when={props.ticket.agent} fallback={<span class="muted">Unassigned</span>}>
              {(agent) => <bdi>{agent().name}</bdi>}
            </Show>
          </dd>
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
          <bdi>{props.ticket.customer.name}</bdi>
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

const MAX_SHOWN = 5;

/** Other tickets of the same customer, updated live. */
function OtherTickets(props: { ticket: ClientTicket; query: string }) {
  const client = useClient();
  const customer = createMemo(() => props.ticket.customer.id);
  const list = client.list(() => ({ filter: { customer: customer() }, sort: 'updated' }));
  const shown = () => list.tickets.filter(({ id }) => id !== props.ticket.id).slice(0, MAX_SHOWN);
  const hiddenCount = () => (list.total ?? 0) - 1 - shown().length;
  return (
    <Show when={shown().length > 0}>
      <h4 class="muted">Other tickets</h4>
      <ul class="other-tickets">
        <For each={shown()}>
          {(other) => (
            <li>
              <a href={`/queue/${other.id}${props.query}`}>
                <StatusIcon status={other.status} />
                <span class="truncate" dir="auto">
                  <span class="visually-hidden">{statusLabel(other.status)}: </span>
                  <bdi>{other.subject}</bdi>
                </span>
              </a>
            </li>
          )}
        </For>
      </ul>
      <Show when={hiddenCount() > 0}>
        <a href={`/queue?view=all&customer=${customer()}`}>{hiddenCount()} more</a>
      </Show>
    </Show>
  );
}

/** The activity of the ticket, newest first. */
function History(props: { thread: Thread }) {
  const client = useClient();
  const activities = createMemo(() => props.thread.activities.toReversed());
  return (
    <Show when={activities().length > 0}>
      <section>
        <h3>History</h3>
        <ol class="history">
          <For each={activities()}>
            {(activity) => <ActivityItem entries={[activity]} viewer={client.me} />}
          </For>
        </ol>
      </section>
    </Show>
  );
}

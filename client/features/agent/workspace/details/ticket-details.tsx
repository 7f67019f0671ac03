import { createMemo, For, Show } from 'solid-js';
import { UNRESOLVED } from '../../../../../shared/workflow.ts';
import { useClient } from '../../../../data/client-context.ts';
import type { Thread } from '../../../../data/thread/threads.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { RelativeTime } from '../../../../ui/time/time.tsx';
import { AssigneeMenu } from '../header/assignee-menu.tsx';
import { PriorityMenu } from '../header/priority-menu.tsx';
import { StatusMenu } from '../header/status-menu.tsx';
import { CustomerCard } from './customer-card.tsx';
import { HistoryItem } from './history-item.tsx';
import { OtherTickets } from './other-tickets.tsx';

/** Details of a ticket: the customer, their other tickets, editable properties, history. */
export function TicketDetails(props: { ticket: ClientTicket; thread: Thread; query: string }) {
  const client = useClient();
  const customer = createMemo(() => props.ticket.customer.id);
  const tickets = client.list(() => ({ filter: { customer: customer() }, sort: 'updated' }));
  const open = client.list(() => ({ filter: { customer: customer(), status: UNRESOLVED }, sort: 'updated' }));
  // One after the other would move what is below: everything under the card appears with the customer's tickets.
  const isLoaded = () => tickets.state !== 'loading' && open.state !== 'loading';
  return (
    <div class="details-body">
      <CustomerCard customer={props.ticket.customer} total={tickets.total} open={open.total} />
      <Show when={isLoaded()}>
        <OtherTickets
          ticket={props.ticket}
          tickets={tickets.tickets}
          total={tickets.total}
          query={props.query}
        />
        <section>
          <h3>Properties</h3>
          <dl class="property-list">
            <dt>Status</dt>
            <dd>
              <StatusMenu
                ticket={props.ticket}
                allowed={props.thread.allowedStatuses}
                label="Change the status"
              />
            </dd>
            <dt>Priority</dt>
            <dd>
              <PriorityMenu ticket={props.ticket} label="Change the priority" />
            </dd>
            <dt>Assignee</dt>
            <dd>
              <AssigneeMenu ticket={props.ticket} label="Change the assignee" />
            </dd>
            <dt>Created</dt>
            <dd>
              <RelativeTime at={props.ticket.createdAt} />
            </dd>
            <dt>Updated</dt>
            <dd>
              <RelativeTime at={props.ticket.updatedAt} />
            </dd>
          </dl>
        </section>
        <History thread={props.thread} />
      </Show>
    </div>
  );
}

/** The activity of the ticket, newest first. Collapsed: the thread shows it too, at its place. */
function History(props: { thread: Thread }) {
  const activities = createMemo(() => props.thread.activities.toReversed());
  return (
    <Show when={activities().length > 0}>
      <details class="history">
        <summary>
          <h3>History</h3>
          <span class="number">{activities().length}</span>
          <Icon name="down" />
        </summary>
        <ol>
          <For each={activities()}>{(activity) => <HistoryItem activity={activity} />}</For>
        </ol>
      </details>
    </Show>
  );
}

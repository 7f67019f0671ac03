import { createMemo, Show, untrack } from 'solid-js';
import { useClient } from '../../../data/client-context.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { HighlightOnChange } from '../../../ui/feedback/highlight-on-change.tsx';
import { RelativeTime } from '../../../ui/time/time.tsx';
import { PriorityBadge } from '../../tickets/priority.tsx';
import { StatusIcon, statusLabel } from '../../tickets/status.tsx';
import { stripMarkdown } from '../../tickets/strip-markdown.ts';
import { PresenceIcon } from './presence-icon.tsx';
import { RowActions } from './row-actions.tsx';

/** One ticket of the queue: a link and quick actions. A changed cell is highlighted. */
export function QueueRow(props: {
  ticket: ClientTicket;
  search: string;
  current: boolean;
  /** Set while a row that has left the list is still shown. */
  departureReason: string | undefined;
  /** Highlights the row when it is inserted. */
  isNew: boolean;
}) {
  const client = useClient();
  const assignee = createMemo(() => {
    const { agent } = props.ticket;
    return agent === null ? undefined : agent.id === client.me.id ? 'You' : agent.name;
  });
  const isNew = untrack(() => props.isNew);
  return (
    <li
      class="row-item"
      classList={{
        'new-row': isNew,
        departed: props.departureReason !== undefined,
        unread: props.ticket.unread > 0,
      }}
    >
      <a
        class="row"
        href={`/queue/${props.ticket.id}${props.search}`}
        data-id={props.ticket.id}
        noScroll
        aria-current={props.current ? 'true' : undefined}
      >
        <span class="row-unread">
          <Show when={props.ticket.unread > 0}>
            <span class="unread-dot" />
            <span class="visually-hidden">{props.ticket.unread} unread. </span>
          </Show>
        </span>
        <HighlightOnChange value={props.ticket.status} class="row-status">
          <StatusIcon status={props.ticket.status} />
          <span class="row-status-label">{statusLabel(props.ticket.status)}</span>
        </HighlightOnChange>
        <span class="row-main">
          <span class="row-subject truncate" dir="auto">
            {props.ticket.subject}
          </span>
          <span class="row-preview truncate" dir="auto">
            {stripMarkdown(props.ticket.preview)}
          </span>
        </span>
        <span class="row-side">
          <bdi class="row-customer truncate">{props.ticket.customer.name}</bdi>
          <HighlightOnChange value={assignee()} class="row-assignee truncate">
            <Show when={assignee()} fallback={<span class="row-unassigned">Unassigned</span>}>
              <bdi>{assignee()}</bdi>
            </Show>
          </HighlightOnChange>
          <span class="row-waiting">
            <Show when={props.ticket.waitingSince}>
              {(since) => (
                <>
                  <span class="visually-hidden">, waiting for </span>
                  <RelativeTime at={since()} />
                </>
              )}
            </Show>
          </span>
          <span class="row-presence">
            <PresenceIcon ticketId={props.ticket.id} />
          </span>
        </span>
        <HighlightOnChange value={props.ticket.priority} class="row-priority">
          <PriorityBadge priority={props.ticket.priority} />
        </HighlightOnChange>
        <HighlightOnChange value={props.ticket.updatedAt} class="row-updated">
          <span class="visually-hidden">, last activity </span>
          <RelativeTime at={props.ticket.updatedAt} />
        </HighlightOnChange>
        <span class="row-number number">
          <span class="visually-hidden">ticket </span>#{props.ticket.id}
        </span>
      </a>
      <Show when={props.departureReason} fallback={<RowActions ticket={props.ticket} />}>
        {(reason) => <span class="row-departure">{reason()}</span>}
      </Show>
    </li>
  );
}

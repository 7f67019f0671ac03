import { Show, untrack } from 'solid-js';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { HighlightOnChange } from '../../ui/feedback/highlight-on-change.tsx';
import { RelativeTime } from '../../ui/time/time.tsx';
import { StatusBadge } from '../tickets/status.tsx';
import { stripMarkdown } from '../tickets/strip-markdown.ts';

/** One ticket in the customer's list: subject, status, latest message. */
export function TicketCard(props: { ticket: ClientTicket; departed: boolean; isNew: boolean }) {
  const isNew = untrack(() => props.isNew);
  return (
    <li classList={{ 'new-row': isNew, departed: props.departed, unread: props.ticket.unread > 0 }}>
      <a class="ticket-card" href={`/tickets/${props.ticket.id}`}>
        <Show when={props.ticket.unread > 0}>
          <span class="unread-dot" />
        </Show>
        <span class="ticket-card-subject truncate" dir="auto">
          {props.ticket.subject}
        </span>
        <HighlightOnChange value={props.ticket.status} class="ticket-card-status">
          <StatusBadge status={props.ticket.status} viewerRole="customer" />
        </HighlightOnChange>
        <span class="ticket-card-preview row-preview truncate" dir="auto">
          {stripMarkdown(props.ticket.preview)}
        </span>
        <span class="ticket-card-meta">
          <Show when={props.ticket.unread > 0}>
            <span class="new-count">{props.ticket.unread} new</span>
          </Show>
          <span class="number">#{props.ticket.id}</span>
          <RelativeTime at={props.ticket.updatedAt} />
        </span>
      </a>
    </li>
  );
}

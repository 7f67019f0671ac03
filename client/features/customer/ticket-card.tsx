import { Show, untrack } from 'solid-js';
import type { DeskTicket } from '../../data/tickets/ticket-store.ts';
import { Flash } from '../../ui/feedback/highlight-on-change.tsx';
import { Ago } from '../../ui/time/time.tsx';
import { StatusBadge } from '../tickets/status.tsx';
import { previewText } from '../tickets/strip-markdown.ts';

/** One of the customer's tickets: how it stands, in words, and what was said last. */
export function MyTicketRow(props: { ticket: DeskTicket; gone: boolean; fresh: boolean }) {
  const fresh = untrack(() => props.fresh);
  return (
    <li classList={{ fresh, gone: props.gone, unread: props.ticket.unread > 0 }}>
      <a class="ticket-card" href={`/tickets/${props.ticket.id}`}>
        <span class="row-unread">
          <Show when={props.ticket.unread > 0}>
            <span class="unread-dot" />
          </Show>
        </span>
        <span class="ticket-card-main">
          <span class="ticket-card-subject truncate" dir="auto">
            {props.ticket.subject}
          </span>
          <span class="row-preview truncate" dir="auto">
            {previewText(props.ticket.preview)}
          </span>
        </span>
        <span class="ticket-card-side">
          <Flash of={props.ticket.status}>
            <StatusBadge status={props.ticket.status} reader="customer" />
          </Flash>
          <span class="ticket-card-meta muted">
            <Show when={props.ticket.unread > 0}>
              <strong class="new-count">{props.ticket.unread} new</strong>
            </Show>
            <span class="number">#{props.ticket.id}</span>
            <Ago at={props.ticket.updatedAt} />
          </span>
        </span>
      </a>
    </li>
  );
}

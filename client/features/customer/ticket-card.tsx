import { Show, untrack } from 'solid-js';
import type { SearchMatch } from '../../../shared/schemas.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { HighlightOnChange } from '../../ui/feedback/highlight-on-change.tsx';
import { HighlightedText } from '../../ui/text/highlighted-text.tsx';
import type { SearchMarks } from '../../ui/text/search-marks.ts';
import { RelativeTime } from '../../ui/time/time.tsx';
import { TicketPreview } from '../tickets/list/ticket-preview.tsx';
import { StatusBadge } from '../tickets/status.tsx';

/** One ticket in the customer's list: subject, status, latest message or what a search found. */
export function TicketCard(props: {
  ticket: ClientTicket;
  marks: SearchMarks;
  match: SearchMatch | undefined;
  departed: boolean;
  isNew: boolean;
}) {
  const isNew = untrack(() => props.isNew);
  return (
    <li classList={{ 'new-row': isNew, departed: props.departed, unread: props.ticket.unread > 0 }}>
      <a class="ticket-card" href={`/tickets/${props.ticket.id}`}>
        <Show when={props.ticket.unread > 0}>
          <span class="unread-dot" />
        </Show>
        <span class="ticket-card-subject truncate" dir="auto">
          <HighlightedText parts={props.marks.partsOf(props.ticket.subject)} />
        </span>
        <HighlightOnChange value={props.ticket.status} class="ticket-card-status">
          <StatusBadge status={props.ticket.status} viewerRole="customer" />
        </HighlightOnChange>
        <TicketPreview
          class="ticket-card-preview"
          ticket={props.ticket}
          marks={props.marks}
          match={props.match}
        />
        <span class="ticket-card-meta">
          <Show when={props.ticket.unread > 0}>
            <span class="new-count">{props.ticket.unread} new</span>
          </Show>
          <span class="number">
            <HighlightedText
              parts={[{ text: `#${props.ticket.id}`, hit: props.marks.hasNumber(props.ticket.id) }]}
            />
          </span>
          <RelativeTime at={props.ticket.updatedAt} />
        </span>
      </a>
    </li>
  );
}

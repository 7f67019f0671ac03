import { createMemo, Show, untrack } from 'solid-js';
import type { SearchMatch } from '../../../../../shared/schemas.ts';
import { useClient } from '../../../../data/client-context.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { HighlightOnChange } from '../../../../ui/feedback/highlight-on-change.tsx';
import { HighlightedText } from '../../../../ui/text/highlighted-text.tsx';
import type { SearchMarks } from '../../../../ui/text/search-marks.ts';
import { TicketPreview } from '../../../tickets/list/ticket-preview.tsx';
import { PriorityBadge } from '../../../tickets/priority.tsx';
import { StatusIcon, statusLabel } from '../../../tickets/status.tsx';
import { RowActions } from './row-actions.tsx';
import { RowClock } from './row-clock.tsx';
import { RowMarks } from './row-marks.tsx';
import type { UnsentMark } from './unsent-marks.ts';

/** One ticket of the queue: a link and quick actions. A changed cell is highlighted. */
export function QueueRow(props: {
  ticket: ClientTicket;
  search: string;
  marks: SearchMarks;
  match: SearchMatch | undefined;
  current: boolean;
  unsent: UnsentMark | undefined;
  /** Shows every priority, not only a high one: the list is sorted by it. */
  showPriority: boolean;
  /** Set while a row that has left the list is still shown. */
  departureReason: string | undefined;
  /** Highlights the row when it is inserted. */
  isNew: boolean;
}) {
  const isNew = untrack(() => props.isNew);
  const isUnread = () => props.ticket.unread > 0;
  return (
    <li
      class="row-item"
      classList={{
        'new-row': isNew,
        departed: props.departureReason !== undefined,
        unread: isUnread(),
      }}
    >
      <a
        class="row"
        href={`/queue/${props.ticket.id}${props.search}`}
        data-id={props.ticket.id}
        noScroll
        aria-current={props.current ? 'true' : undefined}
      >
        <Show when={isUnread()}>
          <span class="row-unread">
            <span class="unread-dot" />
            <span class="visually-hidden">{props.ticket.unread} unread. </span>
          </span>
        </Show>
        <HighlightOnChange value={props.ticket.status} class="row-status">
          <StatusIcon status={props.ticket.status} />
          <span class="row-status-label">{statusLabel(props.ticket.status)}</span>
        </HighlightOnChange>
        <bdi class="row-customer truncate">
          <HighlightedText parts={props.marks.partsOf(props.ticket.customer.name)} />
        </bdi>
        <span class="row-main">
          <span class="row-subject truncate" dir="auto">
            <HighlightedText parts={props.marks.partsOf(props.ticket.subject)} />
          </span>
          <TicketPreview ticket={props.ticket} marks={props.marks} match={props.match} />
        </span>
        <RowMarks ticketId={props.ticket.id} unsent={props.unsent} />
        <RowAssignee ticket={props.ticket} />
        <HighlightOnChange value={props.ticket.priority} class="row-priority">
          <Show when={props.ticket.priority === 'high' || props.showPriority}>
            <PriorityBadge priority={props.ticket.priority} />
          </Show>
        </HighlightOnChange>
        <HighlightOnChange value={props.ticket.updatedAt} class="row-clock">
          <RowClock ticket={props.ticket} />
        </HighlightOnChange>
        <span class="row-number number">
          <span class="visually-hidden">, ticket </span>
          <HighlightedText
            parts={[{ text: `#${props.ticket.id}`, hit: props.marks.hasNumber(props.ticket.id) }]}
          />
        </span>
      </a>
      <Show when={props.departureReason} fallback={<RowActions ticket={props.ticket} />}>
        {(reason) => <span class="row-departure">{reason()}</span>}
      </Show>
    </li>
  );
}

/** Avatar and name; empty while the ticket is unassigned. */
function RowAssignee(props: { ticket: ClientTicket }) {
  const client = useClient();
  const agent = createMemo(() => props.ticket.agent);
  return (
    <HighlightOnChange value={agent()?.id} class="row-assignee">
      <Show when={agent()} fallback={<span class="visually-hidden">, unassigned</span>}>
        {(assignee) => (
          <>
            <span class="visually-hidden">, assigned to </span>
            <Avatar name={assignee().name} userRole="agent" size="small" />
            <bdi class="row-assignee-name truncate">
              {assignee().id === client.me.id ? 'You' : assignee().name}
            </bdi>
          </>
        )}
      </Show>
    </HighlightOnChange>
  );
}

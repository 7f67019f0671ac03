import { createMemo, Show, untrack } from 'solid-js';
import { useDesk } from '../../../data/client-context.tsx';
import type { DeskTicket } from '../../../data/tickets/ticket-store.ts';
import { Flash } from '../../../ui/feedback/highlight-on-change.tsx';
import { Ago } from '../../../ui/time/time.tsx';
import { PriorityMark } from '../../tickets/priority.tsx';
import { StatusIcon, statusWord } from '../../tickets/status.tsx';
import { previewText } from '../../tickets/strip-markdown.ts';
import { PresenceMark } from './presence-icon.tsx';
import { RowActions } from './row-actions.tsx';

/** One ticket in the queue: one link, and quick actions beside it. Cells change alone, each with a flash. */
export function QueueRow(props: {
  ticket: DeskTicket;
  search: string;
  current: boolean;
  /** Why it does not belong here any more. */
  gone: string | undefined;
  /** It has just come: it lights up as its node is made, and never again. */
  fresh: boolean;
}) {
  const desk = useDesk();
  const holder = createMemo(() => {
    const { agent } = props.ticket;
    return agent === null ? undefined : agent.id === desk.me.id ? 'You' : agent.name;
  });
  const fresh = untrack(() => props.fresh);
  return (
    <li
      class="row-item"
      classList={{ fresh, gone: props.gone !== undefined, unread: props.ticket.unread > 0 }}
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
        <Flash of={props.ticket.status} class="row-status">
          <StatusIcon status={props.ticket.status} />
          <span class="row-status-word">{statusWord(props.ticket.status)}</span>
        </Flash>
        <span class="row-main">
          <span class="row-subject truncate" dir="auto">
            {props.ticket.subject}
          </span>
          <span class="row-preview truncate" dir="auto">
            {previewText(props.ticket.preview)}
          </span>
        </span>
        <span class="row-side">
          <span class="row-customer truncate">{props.ticket.customer.name}</span>
          <Flash of={holder()} class="row-holder truncate">
            <Show when={holder()} fallback={<span class="nobody">Unassigned</span>}>
              {holder()}
            </Show>
          </Flash>
          <span class="row-waiting">
            <Show when={props.ticket.waitingSince}>
              {(since) => (
                <>
                  <span class="visually-hidden">, waiting for </span>
                  <Ago at={since()} />
                </>
              )}
            </Show>
          </span>
          <span class="row-presence">
            <PresenceMark ticketId={props.ticket.id} />
          </span>
        </span>
        <Flash of={props.ticket.priority} class="row-priority">
          <PriorityMark priority={props.ticket.priority} />
        </Flash>
        <Flash of={props.ticket.updatedAt} class="row-updated">
          <span class="visually-hidden">, last activity </span>
          <Ago at={props.ticket.updatedAt} />
        </Flash>
        <span class="row-number number">
          <span class="visually-hidden">ticket </span>#{props.ticket.id}
        </span>
      </a>
      <Show when={props.gone} fallback={<RowActions ticket={props.ticket} />}>
        {(reason) => <span class="row-gone">{reason()}</span>}
      </Show>
    </li>
  );
}

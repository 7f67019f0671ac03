import { Show } from 'solid-js';
import { allowedStatuses } from '../../shared/workflow.ts';
import { useDesk } from '../data/desk.tsx';
import type { DeskTicket } from '../data/store.ts';
import { IconButton } from './button.tsx';
import { useTicketActions } from './ticket-actions.ts';

/** The two things most often done without opening a ticket; they appear on hover and focus. */
export function RowActions(props: { ticket: DeskTicket }) {
  const desk = useDesk();
  const actions = useTicketActions();
  const resolvable = () => allowedStatuses(desk.me.role, props.ticket.status).includes('resolved');
  return (
    <span class="row-actions">
      <Show when={props.ticket.agent === null}>
        <IconButton
          icon="person"
          label={`Assign #${props.ticket.id} to me`}
          onClick={() => void actions.assign(props.ticket)}
        />
      </Show>
      <Show when={resolvable()}>
        <IconButton
          icon="check"
          label={`Resolve #${props.ticket.id}`}
          onClick={() => void actions.move(props.ticket, 'resolved')}
        />
      </Show>
      <Show when={props.ticket.unread === 0 && props.ticket.lastReplyAt}>
        <IconButton
          icon="mail"
          label={`Mark #${props.ticket.id} unread`}
          onClick={() => void actions.markUnread(props.ticket)}
        />
      </Show>
    </span>
  );
}

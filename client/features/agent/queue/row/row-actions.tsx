import { Show } from 'solid-js';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { IconButton } from '../../../../ui/button.tsx';
import { useTicketActions } from '../../../tickets/ticket-actions.ts';

/** Quick actions of a row, shown on hover and focus. Without Resolve, because agents cannot undo it. */
export function RowActions(props: { ticket: ClientTicket }) {
  const actions = useTicketActions();
  return (
    <span class="row-actions">
      <Show when={props.ticket.agent === null}>
        <IconButton
          icon="person"
          label={`Assign #${props.ticket.id} to me`}
          onClick={() => void actions.assign(props.ticket)}
        />
      </Show>
      <Show when={props.ticket.unread === 0}>
        <IconButton
          icon="mail"
          label={`Mark #${props.ticket.id} unread`}
          onClick={() => void actions.markUnread(props.ticket)}
        />
      </Show>
    </span>
  );
}

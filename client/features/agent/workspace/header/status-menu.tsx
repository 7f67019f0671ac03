import { STATUSES, type Status } from '../../../../../shared/vocabulary.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { Menu } from '../../../../ui/overlays/menu.tsx';
import { StatusBadge, StatusIcon, TRANSITION_LABELS } from '../../../tickets/status.tsx';
import { useTicketActions } from '../../../tickets/ticket-actions.ts';

/** Shows the status and offers the transitions the workflow allows. */
export function StatusMenu(props: {
  ticket: ClientTicket;
  allowed: readonly Status[];
  label?: string;
  /** Whether the shortcut opens this menu: one of several on the page. */
  shortcut?: boolean;
}) {
  const actions = useTicketActions();
  const items = () =>
    STATUSES.filter((status) => props.allowed.includes(status)).map((status) => ({
      label: (
        <>
          <StatusIcon status={status} />
          {TRANSITION_LABELS[status]}
        </>
      ),
      run: () => void actions.move(props.ticket, status),
    }));
  const note = () => (props.ticket.status === 'resolved' ? 'Only the customer can reopen it.' : 'Move to');
  return (
    <Menu
      label={props.label ?? 'Status'}
      class={`chip-button status-menu ${props.ticket.status}`}
      shortcut={props.shortcut ? 'status' : undefined}
      button={
        <>
          <StatusBadge status={props.ticket.status} />
          <Icon name="down" class="caret" />
        </>
      }
      items={items()}
      note={note()}
    />
  );
}

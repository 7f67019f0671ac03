import { PRIORITIES } from '../../../../../shared/vocabulary.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { Menu } from '../../../../ui/overlays/menu.tsx';
import { PriorityBadge, PriorityBars, priorityLabel } from '../../../tickets/priority.tsx';
import { useTicketActions } from '../../../tickets/ticket-actions.ts';

/** Shows and changes the priority. */
export function PriorityMenu(props: {
  ticket: ClientTicket;
  label?: string;
  /** Whether the shortcut opens this menu: one of several on the page. */
  shortcut?: boolean;
}) {
  const actions = useTicketActions();
  return (
    <Menu
      label={props.label ?? 'Priority'}
      class="chip-button priority-menu"
      shortcut={props.shortcut ? 'priority' : undefined}
      button={
        <>
          <PriorityBadge priority={props.ticket.priority} showLabel />
          <Icon name="down" class="caret" />
        </>
      }
      items={[...PRIORITIES].reverse().map((priority) => ({
        label: (
          <>
            <PriorityBars priority={priority} />
            {priorityLabel(priority)}
          </>
        ),
        current: priority === props.ticket.priority,
        run: () => void actions.setPriority(props.ticket, priority),
      }))}
    />
  );
}

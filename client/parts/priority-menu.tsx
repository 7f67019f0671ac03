import { PRIORITIES } from '../../shared/queue.ts';
import type { DeskTicket } from '../data/store.ts';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { PriorityBars, PriorityMark, priorityWord } from './priority.tsx';
import { useTicketActions } from './ticket-actions.ts';

/** How urgent the ticket is, and a change of that. */
export function PriorityMenu(props: { ticket: DeskTicket }) {
  const actions = useTicketActions();
  return (
    <Menu
      label="Priority"
      shortcut="priority"
      button={
        <>
          <PriorityMark priority={props.ticket.priority} words />
          <Icon name="down" class="caret" />
        </>
      }
      items={[...PRIORITIES].reverse().map((priority) => ({
        label: (
          <>
            <PriorityBars priority={priority} />
            {priorityWord(priority)}
          </>
        ),
        current: priority === props.ticket.priority,
        run: () => void actions.prioritize(props.ticket, priority),
      }))}
    />
  );
}

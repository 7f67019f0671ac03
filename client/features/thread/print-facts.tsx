import { useClient } from '../../data/client-context.ts';
import type { Thread } from '../../data/thread/threads.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { isolate } from '../../ui/isolate.ts';
import { priorityLabel } from '../tickets/priority.tsx';
import { statusLabel } from '../tickets/status.tsx';

/** What the controls of the page show, as text above a printed thread. Drawn by the style sheet: only printing needs it. */
export function PrintFacts(props: { ticket: ClientTicket; thread: Thread }) {
  const client = useClient();
  const facts = () => {
    const { ticket } = props;
    const forAgents = () => [
      `Ticket #${ticket.id}`,
      statusLabel(ticket.status),
      `Priority ${priorityLabel(ticket.priority).toLowerCase()}`,
      `${isolate(ticket.customer.name)} (${isolate(ticket.customer.email)})`,
      ticket.agent ? `Assigned to ${isolate(ticket.agent.name)}` : 'Unassigned',
    ];
    const missing = props.thread.hasEarlier ? ['Earlier replies are not loaded and not printed'] : [];
    return [...(client.me.role === 'agent' ? forAgents() : []), ...missing].join(' · ');
  };
  return <div class="print-facts" data-facts={facts()} />;
}

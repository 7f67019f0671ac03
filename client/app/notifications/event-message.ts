import type { Role } from '../../../shared/vocabulary.ts';
import type { AppliedEvent } from '../../data/client-core.ts';
import { statusLabel } from '../../features/tickets/status.tsx';

type Listener = { id: number; role: Role };

/** Does this event ask something of me: an answer on my ticket, its return, or a ticket nobody has? */
export function isRelevantTo(me: Listener, { event, mine }: AppliedEvent): boolean {
  if (mine) return false;
  const { ticket, type } = event;
  if (me.role === 'customer') return type === 'reply.created' || type === 'ticket.status_changed';
  const back = type === 'ticket.status_changed' && event.to === 'reopened';
  return type === 'ticket.created' || ((type === 'reply.created' || back) && ticket.agent?.id === me.id);
}

/** What happened, in one sentence. */
export function eventMessage(me: Listener, { event }: AppliedEvent): string {
  const { id, subject } = event.ticket;
  switch (event.type) {
    case 'ticket.created':
      return `New ticket #${id} from ${event.actor.name}: ${subject}`;
    case 'reply.created':
      return `${event.actor.name} replied on #${id}: ${subject}`;
    case 'ticket.status_changed':
      return `${statusLabel(event.to, me.role)}: #${id}, ${subject}`;
    default:
      return `#${id} changed: ${subject}`;
  }
}

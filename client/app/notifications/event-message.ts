import type { Role } from '../../../shared/vocabulary.ts';
import type { AppliedEvent } from '../../data/client-core.ts';
import { statusLabel } from '../../features/tickets/status.tsx';
import { isolate } from '../../ui/isolate.ts';

type Viewer = { id: number; role: Role };

/** Whether to notify this user of the event: a reply or status change for customers; a new ticket, or a reply or reopening of an own ticket, for agents. */
export function isRelevantTo(me: Viewer, { event, mine }: AppliedEvent): boolean {
  if (mine) return false;
  const { ticket, type } = event;
  if (me.role === 'customer') return type === 'reply.created' || type === 'ticket.status_changed';
  const isReopened = type === 'ticket.status_changed' && event.to === 'reopened';
  return (
    type === 'ticket.created' || ((type === 'reply.created' || isReopened) && ticket.agent?.id === me.id)
  );
}

/** The event in one sentence. */
export function eventMessage(me: Viewer, { event }: AppliedEvent): string {
  const { id } = event.ticket;
  const subject = isolate(event.ticket.subject);
  const actor = isolate(event.actor.name);
  switch (event.type) {
    case 'ticket.created':
      return `New ticket #${id} from ${actor}: ${subject}`;
    case 'reply.created':
      return `${actor} replied on #${id}: ${subject}`;
    case 'ticket.status_changed':
      return `${statusLabel(event.to, me.role)}: #${id}, ${subject}`;
    default:
      return `#${id} changed: ${subject}`;
  }
}

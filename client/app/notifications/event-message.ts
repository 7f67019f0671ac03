import type { Role } from '../../../shared/vocabulary.ts';
import type { AppliedEvent } from '../../data/client-core.ts';
import { statusLabel } from '../../features/tickets/status.tsx';
import { isolate } from '../../ui/isolate.ts';

type Viewer = { id: number; role: Role };

/**
 * Whether to notify this user of the event. Customers: a reply or status change. Agents: a new ticket, a reply or
 * reopening of an own ticket, and a public reply or reopening of a ticket without an assignee.
 */
export function isRelevantTo(me: Viewer, { event, mine }: AppliedEvent): boolean {
  if (mine) return false;
  const { ticket, type } = event;
  if (me.role === 'customer') return type === 'reply.created' || type === 'ticket.status_changed';
  if (type === 'ticket.created') return true;
  const isReopened = type === 'ticket.status_changed' && event.to === 'reopened';
  if (type !== 'reply.created' && !isReopened) return false;
  const isNote = type === 'reply.created' && event.reply.internal;
  return ticket.agent ? ticket.agent.id === me.id : !isNote;
}

/** The text of a desktop notification: the event, and how much is unread on its ticket. */
export function notificationText(me: Viewer, applied: AppliedEvent, unread: number): string {
  const message = eventMessage(me, applied);
  return unread > 1 ? `${message} (${unread} unread)` : message;
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

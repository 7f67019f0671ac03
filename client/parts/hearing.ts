import { useNavigate } from '@solidjs/router';
import { type Desk, type Heard, useDesk } from '../data/desk.tsx';
import { ticketPath } from './addresses.ts';
import { announce } from './announcer.tsx';
import { preferences } from './preferences.ts';

/** Does this event ask something of me: an answer on my ticket, or a ticket nobody has? */
export function concerns(desk: Pick<Desk, 'me'>, { event, mine }: Heard): boolean {
  if (mine) return false;
  const { ticket, type } = event;
  if (desk.me.role === 'customer') return type === 'reply.created' || type === 'ticket.status_changed';
  return type === 'ticket.created' || (type === 'reply.created' && ticket.agent?.id === desk.me.id);
}

/** What happened, in one sentence. */
export function heardWords({ event }: Heard): string {
  const { id, subject } = event.ticket;
  if (event.type === 'ticket.created') return `New ticket #${id} from ${event.actor.name}: ${subject}`;
  if (event.type === 'reply.created') return `${event.actor.name} replied on #${id}: ${subject}`;
  return `#${id} changed: ${subject}`;
}

/** Tells listeners, and people who look elsewhere, of what concerns them. */
export function listenToEvents(): void {
  const desk = useDesk();
  const navigate = useNavigate();
  desk.onEvent((heard) => {
    if (heard.replayed || !concerns(desk, heard)) return;
    announce(heardWords(heard));
    if (preferences().notify && document.hidden) notify(desk, heard, navigate);
  });
}

function notify(desk: Desk, heard: Heard, go: (path: string) => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const { id, subject } = heard.event.ticket;
    const note = new Notification(subject, {
      body: heardWords(heard),
      tag: `ticket-${id}`,
      icon: '/favicon.svg',
    });
    note.onclick = () => {
      window.focus();
      go(ticketPath(desk.me.role, id));
      note.close();
    };
  } catch {
    // Some phones only let service workers notify: the title badge has to do.
  }
}

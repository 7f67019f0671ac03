import { useNavigate } from '@solidjs/router';
import { type Desk, type Heard, useDesk } from '../../data/client-context.tsx';
import { preferences } from '../../data/preferences.ts';
import { ticketPath } from '../../paths.ts';
import { announce } from '../../ui/feedback/live-region.tsx';
import { concerns, heardWords } from './event-message.ts';

/** Tells listeners, and people who look elsewhere, of what concerns them. */
export function listenToEvents(): void {
  const desk = useDesk();
  const navigate = useNavigate();
  desk.onEvent((heard) => {
    if (heard.replayed || !concerns(desk.me, heard)) return;
    announce(heardWords(desk.me, heard));
    if (preferences().notify && document.hidden) notify(desk, heard, navigate);
  });
}

function notify(desk: Desk, heard: Heard, go: (path: string) => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const { id, subject } = heard.event.ticket;
    const note = new Notification(subject, {
      body: heardWords(desk.me, heard),
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

import { useNavigate } from '@solidjs/router';
import { useClient } from '../../data/client-context.tsx';
import type { AppliedEvent } from '../../data/client-core.ts';
import type { Client } from '../../data/create-client.ts';
import { preferences } from '../../data/preferences.ts';
import { ticketPath } from '../../paths.ts';
import { announcePolite } from '../../ui/feedback/live-region.tsx';
import { eventMessage, isRelevantTo } from './event-message.ts';

/** Tells listeners, and people who look elsewhere, of what concerns them. */
export function announceEvents(): void {
  const desk = useClient();
  const navigate = useNavigate();
  desk.onEvent((heard) => {
    if (heard.replayed || !isRelevantTo(desk.me, heard)) return;
    announcePolite(eventMessage(desk.me, heard));
    if (preferences().notify && document.hidden) notify(desk, heard, navigate);
  });
}

function notify(desk: Client, heard: AppliedEvent, go: (path: string) => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const { id, subject } = heard.event.ticket;
    const note = new Notification(subject, {
      body: eventMessage(desk.me, heard),
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

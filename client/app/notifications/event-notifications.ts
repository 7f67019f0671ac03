import { useNavigate } from '@solidjs/router';
import { useClient } from '../../data/client-context.ts';
import type { AppliedEvent } from '../../data/client-core.ts';
import type { Client } from '../../data/create-client.ts';
import { usePreferences } from '../../data/preferences.ts';
import { ticketPath } from '../../paths.ts';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { isolate } from '../../ui/isolate.ts';
import { eventMessage, isRelevantTo } from './event-message.ts';

/** Announces relevant events to screen readers and, while the tab is hidden, as desktop notifications. */
export function announceEvents(): void {
  const announce = useAnnouncer();
  const { preferences } = usePreferences();
  const client = useClient();
  const navigate = useNavigate();
  client.onEvent((applied) => {
    if (applied.replayed || !isRelevantTo(client.me, applied)) return;
    announce.polite(eventMessage(client.me, applied));
    if (preferences().notify && document.hidden) notify(client, applied, navigate);
  });
}

function notify(client: Client, applied: AppliedEvent, navigate: (path: string) => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  try {
    const { id, subject } = applied.event.ticket;
    const notification = new Notification(isolate(subject), {
      body: eventMessage(client.me, applied),
      tag: `ticket-${id}`,
      icon: '/favicon.svg',
    });
    notification.onclick = () => {
      window.focus();
      navigate(ticketPath(client.me.role, id));
      notification.close();
    };
  } catch {
    // Some mobile browsers allow notifications from service workers only. The document title still shows the count.
  }
}

import { createMemo, getOwner, runWithOwner } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { usePreferences } from '../../data/preferences.ts';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { eventMessage, isRelevantTo } from './event-message.ts';

/** Announces relevant events to screen readers, and as desktop notifications while the page is not in use. */
export function announceEvents(): void {
  const announce = useAnnouncer();
  const { preferences } = usePreferences();
  const client = useClient();
  const owner = getOwner();
  /** Most users have none, so their code loads only when they are switched on. */
  const desktopNotifications = createMemo(() => {
    if (!preferences().notify) return undefined;
    return import('./desktop-notifications.ts').then(({ createDesktopNotifications }) =>
      runWithOwner(owner, createDesktopNotifications),
    );
  });
  client.onEvent((applied) => {
    if (applied.replayed || !isRelevantTo(client.me, applied)) return;
    announce.polite(eventMessage(client.me, applied));
    desktopNotifications()?.then((show) => show?.(applied));
  });
}

import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createSignal } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import type { AppliedEvent } from '../../data/client-core.ts';
import { isVisible } from '../../data/lib/page-lifecycle.ts';
import { serverNow } from '../../data/lib/server-clock.ts';
import { ticketPath } from '../../paths.ts';
import { isolate } from '../../ui/isolate.ts';
import { claimInOneTab } from './claim-in-one-tab.ts';
import { notificationText } from './event-message.ts';

/** The tab that is in use and shows the ticket claims the event before the others. */
const OTHER_TABS_DELAY_MS = 500;
/** A tab that was suspended receives events late; another tab has shown them. */
const MAX_AGE_MS = 60_000;

/** Whether the page is visible and its window has the focus. */
const isInUse = () => !document.hidden && isVisible() && document.hasFocus();

/**
 * Returns the function that shows one desktop notification per event, in one tab. A tab that is in use claims the
 * events of the ticket it shows and notifies of none; the other tabs notify of the rest.
 */
export function createDesktopNotifications(): (applied: AppliedEvent) => void {
  const client = useClient();
  const navigate = useNavigate();
  const location = useLocation();
  const [shown, setShown] = createSignal<ReadonlyMap<number, Notification>>(new Map());

  const isOnScreen = (ticketId: number) => location.pathname === ticketPath(client.me.role, ticketId);

  function close(ticketId: number): void {
    const notification = shown().get(ticketId);
    setShown((all) => new Map([...all].filter(([id]) => id !== ticketId)));
    notification?.close();
  }

  function show(applied: AppliedEvent): void {
    const { id, subject } = applied.event.ticket;
    const unread = client.ticket(id)?.unread ?? 0;
    try {
      const notification = new Notification(isolate(subject), {
        body: notificationText(client.me, applied, unread),
        // A tag of its own: a notification that replaces another one is shown without sound and banner.
        tag: `ticket-${id}-${applied.event.seq}`,
        icon: '/favicon.svg',
      });
      notification.onclick = () => {
        window.focus();
        navigate(ticketPath(client.me.role, id));
        notification.close();
      };
      // Its text counts what is unread, so one per ticket is enough.
      close(id);
      if (unread > 0) setShown((all) => new Map([...all, [id, notification]]));
    } catch {
      // Some mobile browsers allow notifications from service workers only. The document title still shows the count.
    }
  }

  // The ticket was read, in this tab or another.
  createEffect(() => {
    for (const id of shown().keys()) if (client.ticket(id)?.unread === 0) close(id);
  });

  async function notify(applied: AppliedEvent): Promise<void> {
    const { event } = applied;
    if (serverNow() - Date.parse(event.at) > MAX_AGE_MS) return;
    const name = `helpdesk:notification:${client.me.id}:${event.seq}:${event.at}`;
    if (isInUse()) {
      if (isOnScreen(event.ticketId)) await claimInOneTab(name);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, OTHER_TABS_DELAY_MS));
    if (!isInUse() && (await claimInOneTab(name))) show(applied);
  }

  return (applied) => {
    if ('Notification' in window && Notification.permission === 'granted') void notify(applied);
  };
}

import { createEffect, createMemo, createSignal, onCleanup, Show } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { Button } from '../../ui/button.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type ConnectionMessage, connectionMessage } from './connection-message.ts';

const BACK_ONLINE_MS = 2500;
const REFRESH_MS = 500;

/** Shows connection problems at the bottom of the window, without moving the page. Hidden while connected. */
export function ConnectionBanner() {
  const announce = useAnnouncer();
  const client = useClient();
  const [now, setNow] = createSignal(Date.now());
  const [backOnlineUntil, setBackOnlineUntil] = createSignal(0);
  const isTimed = createMemo(() => client.connection().state !== 'live' || now() < backOnlineUntil());
  createEffect(() => {
    if (!isTimed()) return;
    const timer = setInterval(() => setNow(Date.now()), REFRESH_MS);
    onCleanup(() => clearInterval(timer));
  });

  let wasDisrupted = false;
  const message = (): ConnectionMessage | undefined =>
    connectionMessage(client.connection(), now(), backOnlineUntil());
  createEffect(() => {
    if (message()?.tone === 'warning') wasDisrupted = true;
    else if (wasDisrupted && client.connection().state === 'live') {
      wasDisrupted = false;
      setNow(Date.now());
      setBackOnlineUntil(now() + BACK_ONLINE_MS);
    }
  });
  createEffect((before?: string) => {
    const text = message()?.text;
    if (text && text !== before) announce.polite(text);
    return text;
  });
  return (
    <Show when={message()}>
      {(shown) => (
        <section class={`connection-banner ${shown().tone}`} aria-label="Connection">
          <Icon name={shown().icon} />
          <span>{shown().text}</span>
          <Show when={shown().reload}>
            <Button small onClick={() => location.reload()}>
              Reload
            </Button>
          </Show>
        </section>
      )}
    </Show>
  );
}

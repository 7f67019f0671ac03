import { createEffect, createMemo, createSignal, onCleanup, Show } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { useSession } from '../../data/session/session-context.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type ConnectionMessage, connectionMessage } from './connection-message.ts';

const BACK_ONLINE_MS = 2500;
const REFRESH_MS = 500;

/** Shows connection problems over the page, which does not move. Hidden while connected and under the sign-in dialog. */
export function ConnectionBanner() {
  const announce = useAnnouncer();
  const client = useClient();
  const session = useSession();
  const [now, setNow] = createSignal(performance.now());
  const [backOnlineUntil, setBackOnlineUntil] = createSignal(0);
  const [hiddenText, setHiddenText] = createSignal<string>();
  const isExpired = createMemo(() => session.state().is === 'expired');
  /** The connection of an expired session is closed on purpose; after the sign-in it gets the usual time to open. */
  const signedInAt = createMemo<number>((last) => (isExpired() ? last : performance.now()), 0);
  const isTimed = createMemo(() => client.connection().state !== 'live' || now() < backOnlineUntil());
  createEffect(() => {
    if (!isTimed()) return;
    const timer = setInterval(() => setNow(performance.now()), REFRESH_MS);
    onCleanup(() => clearInterval(timer));
  });

  let wasDisrupted = false;
  const message = (): ConnectionMessage | undefined => {
    const connection = client.connection();
    if (isExpired()) return undefined;
    const since = Math.max(connection.since, signedInAt());
    return connectionMessage({ ...connection, since }, now(), backOnlineUntil());
  };
  const visibleMessage = () => (message()?.text === hiddenText() ? undefined : message());
  createEffect(() => {
    if (message()?.tone === 'warning') wasDisrupted = true;
    else if (wasDisrupted && client.connection().state === 'live') {
      wasDisrupted = false;
      setNow(performance.now());
      setBackOnlineUntil(now() + BACK_ONLINE_MS);
    }
  });
  createEffect((before?: string) => {
    const text = message()?.text;
    if (text && text !== before) announce.polite(text);
    if (text !== before) setHiddenText(undefined);
    return text;
  });
  return (
    <Show when={visibleMessage()}>
      {(shown) => (
        <section class={`connection-banner ${shown().tone}`} aria-label="Connection">
          <Icon name={shown().icon} />
          <span>{shown().text}</span>
          <Show when={shown().reload}>
            <Button small onClick={() => location.reload()}>
              Reload
            </Button>
          </Show>
          <Show when={shown().tone !== 'success'}>
            <IconButton icon="close" label="Close message" onClick={() => setHiddenText(shown().text)} />
          </Show>
        </section>
      )}
    </Show>
  );
}

import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { useClient } from '../../data/client-context.tsx';
import { Button } from '../../ui/button.tsx';
import { announcePolite } from '../../ui/feedback/live-region.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type ConnectionMessage, connectionMessage } from './connection-message.ts';

const BACK_ONLINE_MS = 2500;

/** One line on how the connection is; nothing while it is as it should be. It stands below, so that nothing on the page moves. */
export function ConnectionBanner() {
  const desk = useClient();
  const [time, setTime] = createSignal(Date.now());
  const [backUntil, setBackUntil] = createSignal(0);
  const timer = setInterval(() => setTime(Date.now()), 500);
  onCleanup(() => clearInterval(timer));

  let wasDisrupted = false;
  const words = (): ConnectionMessage | undefined =>
    connectionMessage(desk.connection(), time(), backUntil());
  createEffect(() => {
    const line = words();
    if (line?.tone === 'warning') wasDisrupted = true;
    else if (wasDisrupted && desk.connection().state === 'live') {
      wasDisrupted = false;
      setBackUntil(Date.now() + BACK_ONLINE_MS);
    }
  });
  createEffect((before?: string) => {
    const text = words()?.text;
    if (text && text !== before) announcePolite(text);
    return text;
  });
  return (
    <Show when={words()}>
      {(line) => (
        <section class={`connection-banner ${line().tone}`} aria-label="Connection">
          <Icon name={line().icon} />
          <span>{line().text}</span>
          <Show when={line().reload}>
            <Button small onClick={() => location.reload()}>
              Reload
            </Button>
          </Show>
        </section>
      )}
    </Show>
  );
}

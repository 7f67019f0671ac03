import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { useDesk } from '../../data/client-context.tsx';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/feedback/live-region.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type StripWords, stripWords } from './connection-message.ts';

const BACK_ONLINE = 2500;

/** One line on how the connection is; nothing while it is as it should be. It stands below, so that nothing on the page moves. */
export function ConnectionStrip() {
  const desk = useDesk();
  const [time, setTime] = createSignal(Date.now());
  const [backUntil, setBackUntil] = createSignal(0);
  const timer = setInterval(() => setTime(Date.now()), 500);
  onCleanup(() => clearInterval(timer));

  let worried = false;
  const words = (): StripWords | undefined => stripWords(desk.connection(), time(), backUntil());
  createEffect(() => {
    const line = words();
    if (line?.tone === 'worry') worried = true;
    else if (worried && desk.connection().state === 'live') {
      worried = false;
      setBackUntil(Date.now() + BACK_ONLINE);
    }
  });
  createEffect((before?: string) => {
    const text = words()?.text;
    if (text && text !== before) announce(text);
    return text;
  });
  return (
    <Show when={words()}>
      {(line) => (
        <section class={`strip ${line().tone}`} aria-label="Connection">
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

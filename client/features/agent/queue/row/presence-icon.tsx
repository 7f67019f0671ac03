import { Show } from 'solid-js';
import { useClient } from '../../../../data/client-context.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { isolate } from '../../../../ui/isolate.ts';

/** Shows that other agents view the ticket (eye) or write a reply (pencil). */
export function PresenceIcon(props: { ticketId: number }) {
  const client = useClient();
  const viewers = () => client.presence(props.ticketId).viewers;
  const isReplying = () => viewers().some(({ state }) => state === 'replying');
  const text = () =>
    `${viewers()
      .map(({ user }) => isolate(user.name))
      .join(', ')} ${isReplying() ? 'writing' : 'viewing'}`;
  return (
    <Show when={viewers().length > 0}>
      <span class="presence-icon" classList={{ replying: isReplying() }} title={text()}>
        <Icon name={isReplying() ? 'pencil' : 'eye'} />
        <span class="visually-hidden">, {text()}</span>
      </span>
    </Show>
  );
}

import { Show } from 'solid-js';
import { useClient } from '../../../data/client-context.tsx';
import { Icon } from '../../../ui/icon.tsx';

/** Somebody else is at a ticket: an eye looks, a pencil writes. */
export function PresenceIcon(props: { ticketId: number }) {
  const client = useClient();
  const viewers = () => client.presence(props.ticketId).viewers;
  const isReplying = () => viewers().some(({ state }) => state === 'replying');
  const words = () =>
    `${viewers()
      .map(({ user }) => user.name)
      .join(', ')} ${isReplying() ? 'writing' : 'viewing'}`;
  return (
    <Show when={viewers().length > 0}>
      <span class="presence-icon" classList={{ replying: isReplying() }} title={words()}>
        <Icon name={isReplying() ? 'pencil' : 'eye'} />
        <span class="visually-hidden">, {words()}</span>
      </span>
    </Show>
  );
}

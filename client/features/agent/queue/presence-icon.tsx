import { Show } from 'solid-js';
import { useDesk } from '../../../data/client-context.tsx';
import { Icon } from '../../../ui/icon.tsx';

/** Somebody else is at a ticket: an eye looks, a pencil writes. */
export function PresenceMark(props: { ticketId: number }) {
  const desk = useDesk();
  const viewers = () => desk.presence(props.ticketId).viewers;
  const writing = () => viewers().some(({ state }) => state === 'replying');
  const words = () =>
    `${viewers()
      .map(({ user }) => user.name)
      .join(', ')} ${writing() ? 'writing' : 'viewing'}`;
  return (
    <Show when={viewers().length > 0}>
      <span class="presence-mark" classList={{ writing: writing() }} title={words()}>
        <Icon name={writing() ? 'pencil' : 'eye'} />
        <span class="visually-hidden">, {words()}</span>
      </span>
    </Show>
  );
}

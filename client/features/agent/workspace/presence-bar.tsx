import { Show } from 'solid-js';
import { useClient } from '../../../data/client-context.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Duration } from '../../../ui/time/time.tsx';
import { presenceText } from './presence-text.ts';

/** Other agents on this ticket, or how long the customer has waited. Fixed height, to avoid layout shifts. */
export function PresenceBar(props: { ticket: ClientTicket }) {
  const client = useClient();
  const viewers = () => client.presence(props.ticket.id).viewers;
  const isReplying = () => viewers().some(({ state }) => state === 'replying');
  return (
    <div class="presence-bar" classList={{ replying: isReplying() }}>
      <Show
        when={viewers().length > 0}
        fallback={
          <span class="muted truncate">
            <bdi>{props.ticket.customer.name}</bdi>
            <Show when={props.ticket.waitingSince}>
              {(since) => (
                <>
                  {' '}
                  has been waiting for <Duration since={since()} />
                </>
              )}
            </Show>
          </span>
        }
      >
        <Icon name={isReplying() ? 'pencil' : 'eye'} />
        <span class="truncate">{presenceText(viewers())}</span>
      </Show>
    </div>
  );
}

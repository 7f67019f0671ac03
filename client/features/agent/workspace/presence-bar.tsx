import { Show } from 'solid-js';
import { useDesk } from '../../../data/client-context.tsx';
import type { DeskTicket } from '../../../data/tickets/ticket-store.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Lasting } from '../../../ui/time/time.tsx';
import { presenceWords } from './presence-text.ts';

/** Who else is here, and how long the customer has waited. Always of one height, so that nothing jumps. */
export function PresenceLine(props: { ticket: DeskTicket }) {
  const desk = useDesk();
  const viewers = () => desk.presence(props.ticket.id).viewers;
  const writing = () => viewers().some(({ state }) => state === 'replying');
  return (
    <div class="presence" classList={{ writing: writing() }}>
      <Show
        when={viewers().length > 0}
        fallback={
          <span class="muted truncate">
            {props.ticket.customer.name}
            <Show when={props.ticket.waitingSince}>
              {(since) => (
                <>
                  {' '}
                  has been waiting for <Lasting since={since()} />
                </>
              )}
            </Show>
          </span>
        }
      >
        <Icon name={writing() ? 'pencil' : 'eye'} />
        <span class="truncate">{presenceWords(viewers())}</span>
      </Show>
    </div>
  );
}

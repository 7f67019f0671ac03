import { Show } from 'solid-js';
import { useDesk } from '../data/desk.tsx';
import type { DeskTicket } from '../data/store.ts';
import { Icon } from './icon.tsx';
import { presenceWords } from './presence-words.ts';
import { Lasting } from './time.tsx';

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

import { Match, Switch } from 'solid-js';
import { useClient } from '../../../../data/client-context.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { currentTime } from '../../../../ui/time/current-time.ts';
import { formatAgeShort } from '../../../../ui/time/format-time.ts';
import { presenceText } from './presence-text.ts';

const HOUR_MS = 60 * 60 * 1000;
const LONG_WAIT_MS = 4 * HOUR_MS;
const VERY_LONG_WAIT_MS = 24 * HOUR_MS;

/**
 * Other agents on this ticket, else how long the customer has waited. In the row of the controls or above the thread: it
 * never takes a row of its own and moves nothing.
 */
export function PresenceLine(props: { ticket: ClientTicket }) {
  const client = useClient();
  const viewers = () => client.presence(props.ticket.id).viewers;
  const isReplying = () => viewers().some(({ state }) => state === 'replying');
  const waitMs = (since: string) => currentTime() - Date.parse(since);
  return (
    <div class="presence-line">
      <Switch>
        <Match when={viewers().length > 0}>
          <span class="presence" classList={{ replying: isReplying() }}>
            <Icon name={isReplying() ? 'pencil' : 'eye'} />
            <span class="truncate">{presenceText(viewers())}</span>
          </span>
        </Match>
        <Match when={props.ticket.waitingSince}>
          {(since) => (
            <span
              class="waiting-time"
              classList={{
                long: waitMs(since()) >= LONG_WAIT_MS,
                overdue: waitMs(since()) >= VERY_LONG_WAIT_MS,
              }}
              title="The customer waits for an answer"
            >
              <Icon name="clock" />
              <span class="number">Waiting {formatAgeShort(Date.parse(since()), currentTime())}</span>
            </span>
          )}
        </Match>
      </Switch>
    </div>
  );
}

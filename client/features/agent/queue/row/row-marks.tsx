import { Match, Switch } from 'solid-js';
import { Icon } from '../../../../ui/icon.tsx';
import { PresenceIcon } from './presence-icon.tsx';
import type { UnsentMark } from './unsent-marks.ts';

/** Text that the user has not sent, and the presence of other agents. */
export function RowMarks(props: { ticketId: number; unsent: UnsentMark | undefined }) {
  return (
    <span class="row-marks">
      <Switch>
        <Match when={props.unsent === 'failed'}>
          <span class="unsent failed">
            <Icon name="warning" />
            Not sent
          </span>
        </Match>
        <Match when={props.unsent === 'waiting'}>
          <span class="unsent waiting">
            <Icon name="clock" />
            Queued
          </span>
        </Match>
        <Match when={props.unsent === 'draft'}>
          <span class="unsent">Draft</span>
        </Match>
      </Switch>
      <PresenceIcon ticketId={props.ticketId} />
    </span>
  );
}

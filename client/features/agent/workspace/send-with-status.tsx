import { For, Show } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { createMediaQuery } from '../../../ui/media-query.ts';
import { Menu } from '../../../ui/overlays/menu.tsx';

const SEND_ACTIONS = [
  ['waiting_on_customer', 'Send and wait'],
  ['resolved', 'Send and resolve'],
] as const satisfies readonly [Status, string][];

/** Sends and changes the status in one request: buttons, or one menu on a phone. */
export function SendWithStatus(props: {
  nextStatuses: readonly Status[];
  empty: boolean;
  onSend: (status: Status) => void;
}) {
  const isPhone = createMediaQuery('(width < 640px)');
  const actions = () => SEND_ACTIONS.filter(([status]) => props.nextStatuses.includes(status));
  return (
    <Show
      when={isPhone()}
      fallback={
        <For each={actions()}>
          {([status, label]) => (
            <Button aria-disabled={props.empty} onClick={() => props.onSend(status)}>
              {label}
            </Button>
          )}
        </For>
      }
    >
      <Show when={actions().length > 0}>
        <Menu
          label="More ways to send"
          button={<Icon name="more" />}
          items={actions().map(([status, label]) => ({ label, run: () => props.onSend(status) }))}
        />
      </Show>
    </Show>
  );
}

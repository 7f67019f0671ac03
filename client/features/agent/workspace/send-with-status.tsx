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

/** To send and move the ticket in one: buttons, or on a phone one small menu, so that the text keeps its room. */
export function SendWithStatus(props: {
  moves: readonly Status[];
  empty: boolean;
  onSend: (status: Status) => void;
}) {
  const phone = createMediaQuery('(width < 640px)');
  const offered = () => SEND_ACTIONS.filter(([status]) => props.moves.includes(status));
  return (
    <Show
      when={phone()}
      fallback={
        <For each={offered()}>
          {([status, words]) => (
            <Button aria-disabled={props.empty} onClick={() => props.onSend(status)}>
              {words}
            </Button>
          )}
        </For>
      }
    >
      <Show when={offered().length > 0}>
        <Menu
          label="More ways to send"
          button={<Icon name="more" />}
          items={offered().map(([status, words]) => ({ label: words, run: () => props.onSend(status) }))}
        />
      </Show>
    </Show>
  );
}

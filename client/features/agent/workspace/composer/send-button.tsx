import { Show } from 'solid-js';
import type { Status } from '../../../../../shared/vocabulary.ts';
import { type Preferences, usePreferences } from '../../../../data/preferences.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { Menu } from '../../../../ui/overlays/menu.tsx';
import { ShortcutButton } from '../../../../ui/shortcuts/shortcut-button.tsx';
import { ShortcutKeys } from '../../../../ui/shortcuts/shortcut-keys.tsx';
import { planSend } from './plan-send.ts';

type SendAction = Preferences['sendAction'];
const LABELS = {
  send: 'Send',
  sendAndWait: 'Send and wait',
  sendAndResolve: 'Send and resolve',
} as const satisfies Record<SendAction, string>;
const ACTIONS = Object.keys(LABELS) as SendAction[];

/** The status that a way of sending leads to. */
export const TARGET_STATUS = {
  send: undefined,
  sendAndWait: 'waiting_on_customer',
  sendAndResolve: 'resolved',
} as const satisfies Record<SendAction, Status | undefined>;

/** Sends a public reply in the way chosen last; the menu offers the others and remembers the choice. */
export function SendButton(props: {
  /** The status of the ticket when the reply is sent. */
  from: Status;
  disabled: boolean;
  onSend: (action: SendAction) => void;
}) {
  const { preferences, update } = usePreferences();
  const possible = () =>
    ACTIONS.filter((action) => planSend(props.from, TARGET_STATUS[action]).refusal === undefined);
  const chosen = (): SendAction =>
    possible().includes(preferences().sendAction) ? preferences().sendAction : 'send';
  return (
    <div class="split-button">
      <ShortcutButton
        kind="primary"
        icon="send"
        aria-disabled={props.disabled}
        shortcut={chosen()}
        onClick={() => props.onSend(chosen())}
      >
        {LABELS[chosen()]}
      </ShortcutButton>
      <Show when={possible().length > 1}>
        <Menu
          label="More ways to send"
          class="split-menu"
          button={<Icon name="down" />}
          items={possible().map((action) => ({
            label: (
              <>
                <span class="menu-text">{LABELS[action]}</span>
                <ShortcutKeys shortcut={action} />
              </>
            ),
            current: action === chosen(),
            run: () => {
              update({ sendAction: action });
              props.onSend(action);
            },
          }))}
        />
      </Show>
    </div>
  );
}

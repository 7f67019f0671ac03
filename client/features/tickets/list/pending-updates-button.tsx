import { Show } from 'solid-js';
import { ShortcutButton } from '../../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';

/** "4 updates": applies the updates held back while the list is paused. */
export function PendingUpdatesButton(props: { count: number; onApply: () => void }) {
  useShortcut('applyUpdates', () => props.onApply());
  return (
    <div class="pending-updates" aria-live="off">
      <Show when={props.count > 0}>
        <ShortcutButton
          kind="primary"
          small
          icon="sort"
          shortcut="applyUpdates"
          onClick={() => props.onApply()}
        >
          {props.count === 1 ? '1 update' : `${props.count} updates`}
        </ShortcutButton>
      </Show>
    </div>
  );
}

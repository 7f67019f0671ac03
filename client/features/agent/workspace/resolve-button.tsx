import { createEffect, on, Show } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Button } from '../../../ui/button.tsx';
import { announcePolite } from '../../../ui/feedback/live-region.tsx';
import { toast } from '../../../ui/overlays/toasts.tsx';
import { ShortcutButton } from '../../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { statusLabel } from '../../tickets/status.tsx';
import { useTicketActions } from '../../tickets/ticket-actions.ts';

/** The last step of the work. Only the customer can take it back, so `e` asks, in place. */
export function ResolveButton(props: {
  ticket: ClientTicket;
  allowed: readonly Status[];
  asking: boolean;
  onAsk: (asking: boolean) => void;
}) {
  const actions = useTicketActions();
  const possible = () => props.allowed.includes('resolved');
  let confirm: HTMLButtonElement | undefined;
  let ask: HTMLButtonElement | undefined;
  const stop = () => {
    props.onAsk(false);
    queueMicrotask(() => ask?.focus());
  };
  useShortcut('resolve', () => {
    if (possible()) props.onAsk(true);
    else {
      const now = statusLabel(props.ticket.status).toLowerCase();
      toast(
        props.ticket.status === 'resolved'
          ? 'It is resolved already.'
          : `It is ${now}: work on it first, then resolve it.`,
      );
    }
  });
  createEffect(
    on(
      () => props.asking,
      (asking) => {
        if (!asking) return;
        confirm?.focus();
        announcePolite('Resolve this ticket?');
      },
      { defer: true },
    ),
  );
  // Somebody else may have moved the ticket while the question stood.
  createEffect(() => !possible() && props.onAsk(false));
  return (
    <Show when={possible()}>
      <Show
        when={props.asking}
        fallback={
          <ShortcutButton
            small
            ref={(element) => (ask = element)}
            icon="check"
            shortcut="resolve"
            onClick={() => props.onAsk(true)}
          >
            Resolve
          </ShortcutButton>
        }
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's, and this is no form */}
        <div
          class="resolve-confirm"
          role="group"
          aria-label="Resolve this ticket?"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            stop();
          }}
        >
          <Button
            small
            kind="primary"
            ref={(element) => (confirm = element)}
            onClick={() => {
              props.onAsk(false);
              // The question goes, and the focus must not go with it into nowhere.
              document.querySelector<HTMLElement>('#main h1')?.focus();
              void actions.move(props.ticket, 'resolved');
            }}
          >
            Yes, resolve
          </Button>
          <Button small kind="ghost" onClick={stop}>
            Cancel
          </Button>
        </div>
      </Show>
    </Show>
  );
}

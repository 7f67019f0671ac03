import { createEffect, on, Show } from 'solid-js';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { Button } from '../../../../ui/button.tsx';
import { useAnnouncer } from '../../../../ui/feedback/live-region.tsx';
import { focusHeading } from '../../../../ui/focus/focus-heading.ts';
import { useToasts } from '../../../../ui/overlays/toasts.tsx';
import { isComposing } from '../../../../ui/shortcuts/is-composing.ts';
import { ShortcutButton } from '../../../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../../../ui/shortcuts/shortcuts.ts';
import { needsTake, useTicketActions } from '../../../tickets/ticket-actions.ts';

/**
 * Resolves the ticket after a confirmation in place, because only the customer can reopen it. Works in every unresolved
 * status: a new ticket is taken first.
 */
export function ResolveButton(props: {
  ticket: ClientTicket;
  confirming: boolean;
  onConfirming: (confirming: boolean) => void;
}) {
  const announce = useAnnouncer();
  const toasts = useToasts();
  const actions = useTicketActions();
  const canResolve = () => props.ticket.status !== 'resolved';
  const question = () => (needsTake(props.ticket) ? 'Take and resolve this ticket?' : 'Resolve this ticket?');
  let confirmButton: HTMLButtonElement | undefined;
  let resolveButton: HTMLButtonElement | undefined;
  const cancel = () => {
    props.onConfirming(false);
    queueMicrotask(() => resolveButton?.focus());
  };
  useShortcut('resolve', () => {
    if (canResolve()) props.onConfirming(true);
    else toasts.show('This ticket is already resolved.');
  });
  createEffect(
    on(
      () => props.confirming,
      (confirming) => {
        if (!confirming) return;
        confirmButton?.focus();
        announce.polite(question());
      },
      { defer: true },
    ),
  );
  // Another user may change the status while the confirmation is open.
  createEffect(() => !canResolve() && props.onConfirming(false));
  return (
    <Show when={canResolve()}>
      <Show
        when={props.confirming}
        fallback={
          <ShortcutButton
            small
            ref={(element) => (resolveButton = element)}
            icon="check"
            shortcut="resolve"
            onClick={() => props.onConfirming(true)}
          >
            <span class="resolve-text">Resolve</span>
          </ShortcutButton>
        }
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form, and this is not one */}
        <div
          class="resolve-confirm"
          role="group"
          aria-label={question()}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || isComposing(event)) return;
            event.preventDefault();
            cancel();
          }}
        >
          <Button
            small
            kind="primary"
            ref={(element) => (confirmButton = element)}
            onClick={() => {
              props.onConfirming(false);
              // The focused button is removed, so move the focus to the heading.
              focusHeading();
              void actions.resolve(props.ticket);
            }}
          >
            {needsTake(props.ticket) ? 'Take and resolve' : 'Yes, resolve'}
          </Button>
          <Button small kind="ghost" onClick={cancel}>
            Cancel
          </Button>
        </div>
      </Show>
    </Show>
  );
}

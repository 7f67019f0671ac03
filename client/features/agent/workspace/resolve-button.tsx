import { createEffect, on, Show } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Button } from '../../../ui/button.tsx';
import { useAnnouncer } from '../../../ui/feedback/live-region.tsx';
import { useToasts } from '../../../ui/overlays/toasts.tsx';
import { isComposing } from '../../../ui/shortcuts/is-composing.ts';
import { ShortcutButton } from '../../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { statusLabel } from '../../tickets/status.tsx';
import { useTicketActions } from '../../tickets/ticket-actions.ts';

/** Resolves the ticket after a confirmation in place, because only the customer can reopen it. */
export function ResolveButton(props: {
  ticket: ClientTicket;
  allowed: readonly Status[];
  confirming: boolean;
  onConfirming: (confirming: boolean) => void;
}) {
  const announce = useAnnouncer();
  const toasts = useToasts();
  const actions = useTicketActions();
  const canResolve = () => props.allowed.includes('resolved');
  let confirmButton: HTMLButtonElement | undefined;
  let resolveButton: HTMLButtonElement | undefined;
  const cancel = () => {
    props.onConfirming(false);
    queueMicrotask(() => resolveButton?.focus());
  };
  useShortcut('resolve', () => {
    if (canResolve()) props.onConfirming(true);
    else {
      const status = statusLabel(props.ticket.status).toLowerCase();
      toasts.show(
        props.ticket.status === 'resolved'
          ? 'This ticket is already resolved.'
          : `This ticket is ${status}. Start it before you resolve it.`,
      );
    }
  });
  createEffect(
    on(
      () => props.confirming,
      (confirming) => {
        if (!confirming) return;
        confirmButton?.focus();
        announce.polite('Resolve this ticket?');
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
            Resolve
          </ShortcutButton>
        }
      >
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form, and this is not one */}
        <div
          class="resolve-confirm"
          role="group"
          aria-label="Resolve this ticket?"
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
              document.querySelector<HTMLElement>('#main h1')?.focus();
              void actions.move(props.ticket, 'resolved');
            }}
          >
            Yes, resolve
          </Button>
          <Button small kind="ghost" onClick={cancel}>
            Cancel
          </Button>
        </div>
      </Show>
    </Show>
  );
}

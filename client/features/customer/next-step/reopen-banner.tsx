import { createSignal } from 'solid-js';
import { useCommands } from '../../../data/hooks/use-commands.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Button } from '../../../ui/button.tsx';
import { focusHeading } from '../../../ui/focus/focus-heading.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useToasts } from '../../../ui/overlays/toasts.tsx';
import { actionErrorMessage } from '../../tickets/action-error-message.ts';

/** On a resolved ticket: the customer may reopen it. */
export function ReopenBanner(props: { ticket: ClientTicket }) {
  const toasts = useToasts();
  const commands = useCommands();
  const [busy, setBusy] = createSignal(false);
  const reopen = async () => {
    setBusy(true);
    try {
      await commands.changeStatus(props.ticket.id, 'reopened');
      // The banner with the focused button is removed.
      focusHeading();
    } catch (error) {
      toasts.showError(`The ticket was not reopened. ${actionErrorMessage(error)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="banner resolved">
      <Icon name="resolved" />
      <p>
        <strong>Solved.</strong> Still a problem?
      </p>
      <Button small busy={busy()} onClick={() => void reopen()}>
        Reopen
      </Button>
    </div>
  );
}

import { createSignal, Show } from 'solid-js';
import { useClient } from '../../../data/client-context.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { isolate } from '../../../ui/isolate.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { Menu } from '../../../ui/overlays/menu.tsx';
import { ShortcutButton } from '../../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { useTicketActions } from '../../tickets/ticket-actions.ts';

/** Shows the assignee. Assigns a free ticket, takes over after confirmation, releases. */
export function AssigneeMenu(props: { ticket: ClientTicket }) {
  const client = useClient();
  const actions = useTicketActions();
  const [isConfirming, setConfirming] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const assignee = () => props.ticket.agent;
  const isMine = () => assignee()?.id === client.me.id;
  const assign = async (takeover: boolean) => {
    setConfirming(false);
    setBusy(true);
    await actions.assign(props.ticket, takeover);
    setBusy(false);
  };
  useShortcut('assign', () => {
    if (isMine()) return;
    if (assignee()) setConfirming(true);
    else void assign(false);
  });
  const release = { label: 'Release', run: () => void actions.release(props.ticket) };
  return (
    <>
      <Show
        when={assignee()}
        fallback={
          <ShortcutButton
            small
            kind="primary"
            icon="person"
            busy={busy()}
            shortcut="assign"
            onClick={() => void assign(false)}
          >
            Assign to me
          </ShortcutButton>
        }
      >
        {(agent) => (
          <Menu
            label="Assigned to"
            button={
              <>
                <Avatar name={agent().name} userRole="agent" size="small" />
                <bdi class="truncate">{isMine() ? 'You' : agent().name}</bdi>
                <Icon name="down" class="caret" />
              </>
            }
            items={isMine() ? [release] : [{ label: 'Take over…', run: () => setConfirming(true) }, release]}
          />
        )}
      </Show>
      <Dialog
        open={isConfirming()}
        title={`Take over from ${isolate(assignee()?.name ?? '')}?`}
        onClose={() => setConfirming(false)}
      >
        <p>
          This ticket is assigned to <bdi>{assignee()?.name}</bdi>, who may be working on it and will see the
          change.
        </p>
        <div class="actions">
          <Button onClick={() => setConfirming(false)}>Cancel</Button>
          <Button kind="primary" autofocus onClick={() => void assign(true)}>
            Take over
          </Button>
        </div>
      </Dialog>
    </>
  );
}

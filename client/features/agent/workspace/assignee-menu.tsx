import { createSignal, Show } from 'solid-js';
import { useClient } from '../../../data/client-context.tsx';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { Menu } from '../../../ui/overlays/menu.tsx';
import { ShortcutButton } from '../../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { useTicketActions } from '../../tickets/ticket-actions.ts';

/** Whose ticket it is: take it when it is free, take it over after a question, give it back. */
export function AssigneeMenu(props: { ticket: ClientTicket }) {
  const client = useClient();
  const actions = useTicketActions();
  const [asking, setAsking] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const holder = () => props.ticket.agent;
  const mine = () => holder()?.id === client.me.id;
  const take = async (takeover: boolean) => {
    setAsking(false);
    setBusy(true);
    await actions.assign(props.ticket, takeover);
    setBusy(false);
  };
  useShortcut('assign', () => {
    if (mine()) return;
    if (holder()) setAsking(true);
    else void take(false);
  });
  const release = { label: 'Release', run: () => void actions.release(props.ticket) };
  return (
    <>
      <Show
        when={holder()}
        fallback={
          <ShortcutButton
            small
            kind="primary"
            icon="person"
            busy={busy()}
            shortcut="assign"
            onClick={() => void take(false)}
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
                <Avatar name={agent().name} userRole="agent" small />
                <span class="truncate">{mine() ? 'You' : agent().name}</span>
                <Icon name="down" class="caret" />
              </>
            }
            items={mine() ? [release] : [{ label: 'Take over…', run: () => setAsking(true) }, release]}
          />
        )}
      </Show>
      <Dialog
        open={asking()}
        title={`Take over from ${holder()?.name ?? ''}?`}
        onClose={() => setAsking(false)}
      >
        <p>{holder()?.name} has this ticket and may be working on it. They will see that it is yours now.</p>
        <div class="actions">
          <Button onClick={() => setAsking(false)}>Cancel</Button>
          <Button kind="primary" autofocus onClick={() => void take(true)}>
            Take over
          </Button>
        </div>
      </Dialog>
    </>
  );
}

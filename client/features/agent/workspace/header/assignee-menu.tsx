import { createSignal, Show } from 'solid-js';
import { useClient } from '../../../../data/client-context.ts';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { Button } from '../../../../ui/button.tsx';
import { Icon } from '../../../../ui/icon.tsx';
import { isolate } from '../../../../ui/isolate.ts';
import { Dialog } from '../../../../ui/overlays/dialog.tsx';
import { Menu } from '../../../../ui/overlays/menu.tsx';
import { ShortcutButton } from '../../../../ui/shortcuts/shortcut-button.tsx';
import { useShortcut } from '../../../../ui/shortcuts/shortcuts.ts';
import { useTicketActions } from '../../../tickets/ticket-actions.ts';

/** Shows the assignee. Assigns a free ticket, takes over after confirmation, releases. */
export function AssigneeMenu(props: {
  ticket: ClientTicket;
  label?: string;
  /** Whether the shortcut works here: in one of several on the page. A free ticket then has a button. */
  shortcut?: boolean;
}) {
  const client = useClient();
  const actions = useTicketActions();
  const [isConfirming, setConfirming] = createSignal<'takeover' | 'release'>();
  const [busy, setBusy] = createSignal(false);
  const assignee = () => props.ticket.agent;
  const isMine = () => assignee()?.id === client.me.id;
  const assign = async (takeover: boolean) => {
    setConfirming(undefined);
    setBusy(true);
    await actions.assign(props.ticket, takeover);
    setBusy(false);
  };
  const release = () => {
    setConfirming(undefined);
    void actions.release(props.ticket);
  };
  if (props.shortcut)
    useShortcut('assign', () => {
      if (isMine()) return;
      if (assignee()) setConfirming('takeover');
      else void assign(false);
    });
  return (
    <>
      <Show
        when={assignee()}
        fallback={
          <Show
            when={props.shortcut}
            fallback={<UnassignedMenu label={props.label} onAssign={() => void assign(false)} />}
          >
            <ShortcutButton
              small
              kind="primary"
              icon="person"
              busy={busy()}
              shortcut="assign"
              onClick={() => void assign(false)}
            >
              Assign<span class="assign-rest"> to me</span>
            </ShortcutButton>
          </Show>
        }
      >
        {(agent) => (
          <Menu
            label={props.label ?? 'Assigned to'}
            class="chip-button assignee-menu"
            button={
              <>
                <Avatar name={agent().name} userRole="agent" size="small" />
                <bdi class="truncate">{isMine() ? 'You' : agent().name}</bdi>
                <Icon name="down" class="caret" />
              </>
            }
            items={
              isMine()
                ? [{ label: 'Release', run: release }]
                : [
                    { label: 'Take over…', run: () => setConfirming('takeover') },
                    { label: 'Release…', run: () => setConfirming('release') },
                  ]
            }
          />
        )}
      </Show>
      <TakeAwayDialog
        name={assignee()?.name ?? ''}
        confirming={isConfirming()}
        onCancel={() => setConfirming(undefined)}
        onTakeOver={() => void assign(true)}
        onRelease={release}
      />
    </>
  );
}

function UnassignedMenu(props: { label: string | undefined; onAssign: () => void }) {
  return (
    <Menu
      label={props.label ?? 'Assigned to'}
      class="chip-button assignee-menu"
      button={
        <>
          <span class="muted">Unassigned</span>
          <Icon name="down" class="caret" />
        </>
      }
      items={[{ label: 'Assign to me', run: props.onAssign }]}
    />
  );
}

/** Asks before a ticket is taken from another agent. Cancel has the focus: Enter alone takes nothing from anyone. */
function TakeAwayDialog(props: {
  name: string;
  confirming: 'takeover' | 'release' | undefined;
  onCancel: () => void;
  onTakeOver: () => void;
  onRelease: () => void;
}) {
  const isRelease = () => props.confirming === 'release';
  return (
    <Dialog
      open={props.confirming !== undefined}
      title={
        isRelease()
          ? `Take the ticket from ${isolate(props.name)}?`
          : `Take over from ${isolate(props.name)}?`
      }
      onClose={() => props.onCancel()}
    >
      <p>
        This ticket is assigned to <bdi>{props.name}</bdi>, who may be working on it and will see the change.
        <Show when={isRelease()}> It is then unassigned.</Show>
      </p>
      <div class="actions">
        <Button autofocus onClick={() => props.onCancel()}>
          Cancel
        </Button>
        <Button kind="primary" onClick={() => (isRelease() ? props.onRelease() : props.onTakeOver())}>
          {isRelease() ? 'Release' : 'Take over'}
        </Button>
      </div>
    </Dialog>
  );
}

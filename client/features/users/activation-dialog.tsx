import { createEffect, createSignal, on, Show } from 'solid-js';
import type { Account } from '../../../shared/schemas.ts';
import type { OpenTicketCounts, UserList } from '../../data/account/users.ts';
import type { RequestError } from '../../data/http/request.ts';
import { Button } from '../../ui/button.tsx';
import { errorMessage } from '../../ui/errors/error-message.ts';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { InlineMessage } from '../../ui/form/inline-message.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { useToasts } from '../../ui/overlays/toasts.tsx';

/** Deactivates or reactivates an account after a confirmation, which tells an agent's number of freed tickets first. */
export function ActivationDialog(props: {
  /** The account to change; the dialog is open while it is set. */
  account: Account | undefined;
  counts: OpenTicketCounts;
  setActive: UserList['setActive'];
  onClose: () => void;
}) {
  const verb = () => (props.account?.active ? 'Deactivate' : 'Reactivate');
  return (
    <Dialog
      open={props.account !== undefined}
      title={props.account ? `${verb()} ${isolate(props.account.name)}?` : ''}
      onClose={() => props.onClose()}
    >
      <Show when={props.account} keyed>
        {(account) => (
          <Confirmation
            account={account}
            counts={props.counts}
            setActive={props.setActive}
            onClose={props.onClose}
          />
        )}
      </Show>
    </Dialog>
  );
}

function Confirmation(props: {
  account: Account;
  counts: OpenTicketCounts;
  setActive: UserList['setActive'];
  onClose: () => void;
}) {
  const announce = useAnnouncer();
  const toasts = useToasts();
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const [unresolved, setUnresolved] = createSignal<number>();
  // The account changes in place when the list is fetched again; the question stays the one that was opened.
  const { account } = props;
  const { active, name } = account;
  // A failed count is not shown: the deactivation works without it and shows the number afterwards.
  createEffect(
    on(
      () => account.id,
      () => active && account.role === 'agent' && props.counts.reload(account).then(setUnresolved, () => {}),
    ),
  );
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const released = await props.setActive(account, !active);
      props.onClose();
      void props.counts.reload(account).catch(() => {});
      toasts.show(
        active
          ? `${isolate(name)} is deactivated. ${releasedText(released)}`
          : `${isolate(name)} can sign in again.`,
      );
    } catch (failure) {
      // Seam: requests reject only with RequestError.
      const text = errorMessage(failure as RequestError);
      setError(text);
      announce.assertive(text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p>{effectOf(account.role, active)}</p>
      <Show when={active && account.role === 'agent'}>
        <p>
          <strong>{unassignedText(unresolved())}</strong>
        </p>
      </Show>
      <InlineMessage tone="error" text={error()} />
      <div class="actions">
        <Button autofocus={active} onClick={() => props.onClose()}>
          Cancel
        </Button>
        <Button
          kind={active ? 'danger' : 'primary'}
          autofocus={!active}
          busy={busy()}
          onClick={() => void confirm()}
        >
          {active ? 'Deactivate' : 'Reactivate'}
        </Button>
      </div>
    </>
  );
}

const SIGNED_OUT = 'They are signed out everywhere immediately and cannot sign in.';

function effectOf(role: Account['role'], active: boolean): string {
  if (!active) return 'They can sign in again with their previous password.';
  return `${SIGNED_OUT} Their ${role === 'agent' ? 'replies' : 'tickets and replies'} are kept.`;
}

function unassignedText(count: number | undefined): string {
  if (count === undefined) return 'Their unresolved tickets become unassigned.';
  if (count === 0) return 'They have no unresolved tickets.';
  return count === 1
    ? 'Their 1 unresolved ticket becomes unassigned.'
    : `Their ${count} unresolved tickets become unassigned.`;
}

const releasedText = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? '1 ticket is unassigned now.' : `${count} tickets are unassigned now.`;
};

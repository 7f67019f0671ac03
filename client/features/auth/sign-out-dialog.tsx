import { createEffect, on } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';

/** Signs out. Asks first when unsent text would stay on this device. */
export function SignOutDialog(props: { open: boolean; onClose: () => void }) {
  const client = useClient();
  const session = useSession();
  const signOut = () => {
    props.onClose();
    void session.logout();
  };
  createEffect(
    on(
      () => props.open,
      (open) => open && !client.hasUnsent() && signOut(),
    ),
  );
  return (
    <Dialog
      open={props.open && client.hasUnsent()}
      title="You have unsent text"
      onClose={() => props.onClose()}
    >
      <p>Keep it on this device until you sign in again? On a shared device, discard it.</p>
      <div class="actions">
        <Button
          kind="danger"
          onClick={() => {
            client.discardUnsent();
            signOut();
          }}
        >
          Discard and sign out
        </Button>
        <Button kind="primary" autofocus onClick={signOut}>
          Keep and sign out
        </Button>
      </div>
    </Dialog>
  );
}

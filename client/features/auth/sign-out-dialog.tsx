import { createEffect, on } from 'solid-js';
import { useClient } from '../../data/client-context.tsx';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';

/** Signs out; asks only when something unsent would stay behind on this computer. */
export function SignOutDialog(props: { open: boolean; onClose: () => void }) {
  const client = useClient();
  const session = useSession();
  const leave = () => {
    props.onClose();
    void session.logout();
  };
  createEffect(
    on(
      () => props.open,
      (open) => open && !client.hasUnsent() && leave(),
    ),
  );
  return (
    <Dialog
      open={props.open && client.hasUnsent()}
      title="You have unsent text"
      onClose={() => props.onClose()}
    >
      <p>
        Keep it on this computer for when you come back? Only you can see it, after signing in. On a shared
        computer, discard it.
      </p>
      <div class="actions">
        <Button
          kind="danger"
          onClick={() => {
            client.discardUnsent();
            leave();
          }}
        >
          Discard and sign out
        </Button>
        <Button kind="primary" autofocus onClick={leave}>
          Keep and sign out
        </Button>
      </div>
    </Dialog>
  );
}

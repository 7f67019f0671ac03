import { Suspense } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { lazyNamed } from '../../ui/lazy-named.ts';
import { Dialog } from '../../ui/overlays/dialog.tsx';

const ReauthenticateForm = lazyNamed(() => import('./reauthenticate-form.tsx'), 'ReauthenticateForm');

/** The session ended while somebody was at work: sign in over the page, and nothing written is lost. */
export function ReauthenticateDialog() {
  const session = useSession();
  return (
    <Dialog
      open={session.state().is === 'expired'}
      title="Please sign in again"
      dismissible={false}
      onClose={() => {}}
    >
      <Suspense>
        <ReauthenticateForm />
      </Suspense>
    </Dialog>
  );
}

import { Suspense } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { lazyNamed } from '../../ui/lazy-named.ts';
import { Dialog } from '../../ui/overlays/dialog.tsx';

const ReauthenticateForm = lazyNamed(() => import('./reauthenticate-form.tsx'), 'ReauthenticateForm');

/** Shown over the page when the session has expired. The page stays mounted, so drafts are kept. */
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

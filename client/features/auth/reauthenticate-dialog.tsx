import { Suspense } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { lazily } from '../../ui/lazy-named.ts';
import { Dialog } from '../../ui/overlays/dialog.tsx';

const SessionOverBody = lazily(() => import('./reauthenticate-form.tsx'), 'SessionOverBody');

/** The session ended while somebody was at work: sign in over the page, and nothing written is lost. */
export function SessionOver() {
  const session = useSession();
  return (
    <Dialog open={session.state().is === 'expired'} title="Please sign in again" firm onClose={() => {}}>
      <Suspense>
        <SessionOverBody />
      </Suspense>
    </Dialog>
  );
}

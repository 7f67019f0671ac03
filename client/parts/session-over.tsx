import { Suspense } from 'solid-js';
import { useSession } from '../data/session.ts';
import { Dialog } from './dialog.tsx';
import { lazily } from './lazily.ts';

const SessionOverBody = lazily(() => import('./session-over-body.tsx'), 'SessionOverBody');

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

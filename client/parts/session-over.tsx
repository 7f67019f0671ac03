import { useSession } from '../data/session.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The session ended while somebody was at work: sign in over the page, and nothing written is lost. */
export function SessionOver() {
  const session = useSession();
  return (
    <Dialog open={session.state().is === 'expired'} title="Please sign in again" firm onClose={() => {}}>
      <p>Your session has ended. Everything you were writing is kept.</p>
      <SignInForm email={session.user()?.email} />
      <Button kind="quiet" class="wide" onClick={() => void session.logout()}>
        Not you? Sign out
      </Button>
    </Dialog>
  );
}

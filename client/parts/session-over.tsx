import { createEffect } from 'solid-js';
import { useSession } from '../data/session.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The session ended while somebody was at work: sign in over the page, and nothing written is lost. */
export function SessionOver() {
  const session = useSession();
  const over = () => session.state().is === 'expired';
  // The address is known and fixed; what is wanted is the password.
  createEffect(() => {
    if (over())
      setTimeout(() => document.querySelector<HTMLElement>('dialog:modal [name=password]')?.focus());
  });
  return (
    <Dialog open={over()} title="Please sign in again" firm onClose={() => {}}>
      <p>Your session has ended. Everything you were writing is kept.</p>
      <SignInForm email={session.user()?.email} />
      <Button kind="quiet" class="wide" onClick={() => void session.logout()}>
        Not you? Sign out
      </Button>
    </Dialog>
  );
}

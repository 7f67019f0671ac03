import { onMount } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** What is asked of somebody whose session ended, loaded when it first does. */
export function ReauthenticateForm() {
  const session = useSession();
  // The address is known and fixed; what is wanted is the password.
  onMount(() =>
    setTimeout(() => document.querySelector<HTMLElement>('dialog:modal [name=password]')?.focus()),
  );
  return (
    <>
      <p>Your session has ended. Everything you were writing is kept.</p>
      <SignInForm email={session.user()?.email} />
      <Button kind="ghost" class="wide" onClick={() => void session.logout()}>
        Not you? Sign out
      </Button>
    </>
  );
}

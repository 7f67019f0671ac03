import { onMount } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The sign-in form after a session has expired; loaded on first use. */
export function ReauthenticateForm() {
  const session = useSession();
  // The e-mail address is fixed, so focus the password.
  onMount(() =>
    setTimeout(() => document.querySelector<HTMLElement>('dialog:modal [name=password]')?.focus()),
  );
  return (
    <>
      <p>Your session has ended. Your drafts are kept.</p>
      <SignInForm email={session.user()?.email} />
      <Button kind="ghost" class="wide" onClick={() => void session.logout()}>
        Not you? Sign out
      </Button>
    </>
  );
}

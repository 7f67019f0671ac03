import { Show } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { AuthCard, LinkKeepingReturnPath } from './auth-card.tsx';
import { DemoAccounts } from './demo-accounts.tsx';
import { RedirectSignedIn } from './redirect-signed-in.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The sign-in page. */
export function SignInPage() {
  const session = useSession();
  return (
    <AuthCard
      title="Sign in"
      lead="Follow your tickets and see answers as they arrive."
      alternative={
        <>
          New here? <LinkKeepingReturnPath href="/register">Create an account</LinkKeepingReturnPath>
        </>
      }
    >
      <SignInForm />
      <Show when={session.serverInfo()?.demo}>
        <DemoAccounts />
      </Show>
      <RedirectSignedIn />
    </AuthCard>
  );
}

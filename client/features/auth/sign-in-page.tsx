import { Show } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { KeepNext, SignInCard } from './auth-card.tsx';
import { DemoAccounts } from './demo-accounts.tsx';
import { SignedInAlready } from './redirect-signed-in.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Sign in. */
export function SignIn() {
  const session = useSession();
  return (
    <SignInCard
      title="Sign in"
      lead="Follow your tickets and hear from us the moment we answer."
      other={
        <>
          New here? <KeepNext href="/register">Create an account</KeepNext>
        </>
      }
    >
      <SignInForm />
      <Show when={session.about()?.demo}>
        <DemoAccounts />
      </Show>
      <SignedInAlready />
    </SignInCard>
  );
}

import { Show } from 'solid-js';
import { useSession } from '../data/session.ts';
import { DemoAccounts } from '../parts/demo-accounts.tsx';
import { KeepNext, SignInCard } from '../parts/sign-in-card.tsx';
import { SignInForm } from '../parts/sign-in-form.tsx';
import { SignedInAlready } from '../parts/signed-in-already.tsx';

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

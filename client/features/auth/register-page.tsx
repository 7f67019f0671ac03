import { KeepNext, SignInCard } from './auth-card.tsx';
import { SignedInAlready } from './redirect-signed-in.tsx';
import { RegisterForm } from './register-form.tsx';

/** Open a customer account. */
export function Register() {
  return (
    <SignInCard
      title="Create an account"
      lead="Then tell us what is wrong: you will see every answer live."
      other={
        <>
          Have an account? <KeepNext href="/login">Sign in</KeepNext>
        </>
      }
    >
      <RegisterForm />
      <SignedInAlready />
    </SignInCard>
  );
}

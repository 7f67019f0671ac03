import { RegisterForm } from '../parts/register-form.tsx';
import { KeepNext, SignInCard } from '../parts/sign-in-card.tsx';
import { SignedInAlready } from '../parts/signed-in-already.tsx';

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

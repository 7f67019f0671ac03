import { AuthCard, LinkKeepingReturnPath } from './auth-card.tsx';
import { RedirectSignedIn } from './redirect-signed-in.tsx';
import { RegisterForm } from './register-form.tsx';

/** Open a customer account. */
export function RegisterPage() {
  return (
    <AuthCard
      title="Create an account"
      lead="Then tell us what is wrong: you will see every answer live."
      other={
        <>
          Have an account? <LinkKeepingReturnPath href="/login">Sign in</LinkKeepingReturnPath>
        </>
      }
    >
      <RegisterForm />
      <RedirectSignedIn />
    </AuthCard>
  );
}

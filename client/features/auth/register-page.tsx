import { AuthCard, LinkKeepingReturnPath } from './auth-card.tsx';
import { RedirectSignedIn } from './redirect-signed-in.tsx';
import { RegisterForm } from './register-form.tsx';

/** The registration page for customers. */
export function RegisterPage() {
  return (
    <AuthCard
      title="Create an account"
      lead="Submit tickets and follow the answers live."
      alternative={
        <>
          Already have an account? <LinkKeepingReturnPath href="/login">Sign in</LinkKeepingReturnPath>
        </>
      }
    >
      <RegisterForm />
      <RedirectSignedIn />
    </AuthCard>
  );
}

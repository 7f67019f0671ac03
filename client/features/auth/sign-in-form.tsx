import { useSession } from '../../data/session/session-context.ts';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { createAccountForm, EmailField, SubmitRow } from './account-fields.tsx';

/** E-mail and password. A given `email` is fixed: that person's session ended and only they can go on here. */
export function SignInForm(props: { email?: string | undefined }) {
  const session = useSession();
  const form = createFormSubmission();
  const of = createAccountForm({ email: props.email ?? '' });
  const faults = () => ({
    ...(!of.words().email.trim() && { email: 'Your e-mail is missing.' }),
    ...(!of.words().password && { password: 'Your password is missing.' }),
  });
  const submit = form.handler(faults, () => {
    const { email, password } = of.words();
    return session.login({ email, password });
  });
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <EmailField form={form} of={of} fixed={props.email !== undefined} />
      <PasswordField
        label="Password"
        autocomplete="current-password"
        value={of.words().password}
        onInput={(password) => of.write({ password })}
        error={form.fieldError('password')}
      />
      <SubmitRow form={form}>Sign in</SubmitRow>
    </form>
  );
}

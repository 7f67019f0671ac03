import { onMount } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { PasswordField } from '../../ui/form/password-field.tsx';
import { createAccountForm, EmailField, SubmitRow } from './account-fields.tsx';

/** Signs in. A given `email` is read-only: only the user whose session expired can continue. */
export function SignInForm(props: { email?: string | undefined }) {
  const session = useSession();
  const form = createFormSubmission();
  const account = createAccountForm({ email: props.email ?? '' });
  let emailInput: HTMLInputElement | undefined;
  onMount(() => props.email === undefined && emailInput?.focus());
  const validate = () => ({
    ...(!account.values().email.trim() && { email: 'Enter your e-mail address.' }),
    ...(!account.values().password && { password: 'Enter your password.' }),
  });
  const submit = form.handler(validate, () => {
    const { email, password } = account.values();
    return session.login({ email, password });
  });
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <EmailField
        ref={(input) => (emailInput = input)}
        form={form}
        account={account}
        fixed={props.email !== undefined}
      />
      <PasswordField
        label="Password"
        autocomplete="current-password"
        value={account.values().password}
        onInput={(password) => account.update({ password })}
        error={form.fieldError('password')}
      />
      <SubmitRow form={form}>Sign in</SubmitRow>
    </form>
  );
}

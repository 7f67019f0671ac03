import { useSession } from '../../data/session/session-context.ts';
import { createSignUp } from '../../data/submission/sign-up.ts';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { createAccountForm, EmailField, SubmitRow } from './account-fields.tsx';
import { NameField, NewPasswordField, validateAccount } from './new-account-fields.tsx';

/** Registers a customer account. */
export function RegisterForm() {
  const session = useSession();
  const signUp = createSignUp(session);
  const form = createFormSubmission();
  const account = createAccountForm();
  const submit = form.handler(
    () => validateAccount(account.values(), ['name', 'email', 'password']),
    () => {
      const { name, email, password } = account.values();
      return signUp.run({ email, password }, () => session.register({ name, email, password }));
    },
  );
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <NameField form={form} account={account} />
      <EmailField form={form} account={account} />
      <NewPasswordField form={form} account={account} />
      <SubmitRow form={form}>Create account</SubmitRow>
    </form>
  );
}

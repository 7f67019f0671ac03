import { useSession } from '../../data/session/session-context.ts';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { createAccountForm, EmailField, SubmitRow } from './account-fields.tsx';
import { NameField, NewPasswordField, validateAccount } from './new-account-fields.tsx';

/** Name, e-mail, password: a customer's account. */
export function RegisterForm() {
  const session = useSession();
  const form = createFormSubmission();
  const of = createAccountForm();
  const submit = form.handler(
    () => validateAccount(of.words(), ['name', 'email', 'password']),
    () => session.register(of.words()),
  );
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <NameField form={form} of={of} />
      <EmailField form={form} of={of} />
      <NewPasswordField form={form} of={of} />
      <SubmitRow form={form}>Create account</SubmitRow>
    </form>
  );
}

import { useSession } from '../../data/session/session-context.ts';
import { createSubmission } from '../../ui/form/form-submission.ts';
import { createWords, EmailField, FormEnd } from './account-fields.tsx';
import { accountFaults, NameField, NewPasswordField } from './new-account-fields.tsx';

/** Name, e-mail, password: a customer's account. */
export function RegisterForm() {
  const session = useSession();
  const form = createSubmission();
  const of = createWords();
  const submit = form.handler(
    () => accountFaults(of.words(), ['name', 'email', 'password']),
    () => session.register(of.words()),
  );
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <NameField form={form} of={of} />
      <EmailField form={form} of={of} />
      <NewPasswordField form={form} of={of} />
      <FormEnd form={form}>Create account</FormEnd>
    </form>
  );
}

import { Show } from 'solid-js';
import { ApiError } from '../../data/http/request.ts';
import { useSession } from '../../data/session/session-context.ts';
import { createFormSubmission } from '../../ui/form/form-submission.ts';
import { createAccountForm, EmailField, SubmitRow } from './account-fields.tsx';
import { NameField, NewPasswordField, validateAccount } from './new-account-fields.tsx';

/** Why a link admits nobody: it is used up, or its address has an account meanwhile. */
export type InvalidLinkReason = 'dead' | 'taken';

/** Name and password make an agent of whoever holds the link; the set-up link is for nobody yet, so it asks for the address too. */
export function AcceptInvitationForm(props: {
  token: string;
  setUp: boolean;
  onJoined: () => void;
  onEnd: (end: InvalidLinkReason) => void;
}) {
  const session = useSession();
  const form = createFormSubmission('This address already has an account. Use another one.');
  const of = createAccountForm();
  const join = async () => {
    const { token, setUp } = props;
    const { name, email, password } = of.words();
    try {
      await session.join({ token, name: name.trim(), password, ...(setUp && { email }) });
      props.onJoined();
    } catch (failure) {
      const end = deadEnd(failure, setUp);
      if (!end) throw failure;
      props.onEnd(end);
    }
  };
  const asked = () => [...(props.setUp ? (['email'] as const) : []), 'name', 'password'] as const;
  const submit = form.handler(() => validateAccount(of.words(), asked()), join);
  return (
    <form class="stack" method="post" novalidate onSubmit={submit}>
      <NameField form={form} of={of} hint="Customers see it beside your replies." />
      <Show when={props.setUp}>
        <EmailField form={form} of={of} hint="You sign in with it." />
      </Show>
      <NewPasswordField form={form} of={of} />
      <SubmitRow form={form}>{props.setUp ? 'Set up the helpdesk' : 'Join'}</SubmitRow>
    </form>
  );
}

/** With the set-up link a taken address is only a wrong answer: another one will do. */
function deadEnd(failure: unknown, setUp: boolean): InvalidLinkReason | undefined {
  if (!(failure instanceof ApiError)) return undefined;
  const { code, errors } = failure.problem;
  if (code === 'not_found' || errors?.some(({ path }) => path === 'token')) return 'dead';
  return code === 'email_taken' && !setUp ? 'taken' : undefined;
}
